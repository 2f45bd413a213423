package dev.gatehouse.controlplane.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.YAMLException;

/** Says where {@code gatehouse.yaml} in the data directory is not YAML. */
final class YamlFailureAnalyzer extends AbstractFailureAnalyzer<YAMLException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, YAMLException cause) {
    String where = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    return new FailureAnalysis(
        SettingsFailureAnalyzer.CODE
            + ": gatehouse.yaml in the data directory is not YAML: "
            + where,
        "correct the file, or remove it to start with the defaults",
        cause);
  }
}
