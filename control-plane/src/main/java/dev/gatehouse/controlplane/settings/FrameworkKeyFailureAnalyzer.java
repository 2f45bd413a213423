package dev.gatehouse.controlplane.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the keys of Spring Boot that a gateway does not take, and where they are set. */
final class FrameworkKeyFailureAnalyzer extends AbstractFailureAnalyzer<FrameworkKeyException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, FrameworkKeyException cause) {
    return new FailureAnalysis(
        SettingsFailureAnalyzer.CODE
            + ": keys are set that could weaken how the API is protected: "
            + cause.getMessage(),
        "remove them; INTERFACES.md, Configuration, lists the keys of Spring Boot that can be set",
        cause);
  }
}
