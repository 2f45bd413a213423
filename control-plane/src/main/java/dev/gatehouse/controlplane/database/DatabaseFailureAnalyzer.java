package dev.gatehouse.controlplane.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two lines why the gateway does not start, instead of a stack trace. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseUnavailableException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, DatabaseUnavailableException cause) {
    return new FailureAnalysis(cause.code() + ": " + cause.getMessage(), cause.next(), cause);
  }
}
