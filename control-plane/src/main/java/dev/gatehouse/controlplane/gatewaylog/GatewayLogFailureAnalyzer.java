package dev.gatehouse.controlplane.gatewaylog;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two lines why the gateway does not start, instead of a stack trace. */
final class GatewayLogFailureAnalyzer extends AbstractFailureAnalyzer<GatewayLogException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, GatewayLogException cause) {
    return new FailureAnalysis(cause.code() + ": " + cause.getMessage(), cause.next(), cause);
  }
}
