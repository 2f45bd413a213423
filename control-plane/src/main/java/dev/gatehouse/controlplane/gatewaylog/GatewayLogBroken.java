package dev.gatehouse.controlplane.gatewaylog;

/**
 * The gateway log cannot be read, chained or written: code {@code EVIDENCE_BROKEN}. Nobody is
 * authenticated by a log like that.
 */
public final class GatewayLogBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GatewayLogBroken(String message, Throwable cause) {
    super(message, cause);
  }
}
