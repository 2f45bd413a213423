package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.error.GatehouseException;
import java.util.Optional;

/**
 * The gateway log cannot be read, chained or written, or is not what was signed. Nobody is
 * authenticated by a log like that.
 */
public final class GatewayLogException extends GatehouseException {
  private static final long serialVersionUID = 1L;
  private static final String RESTORE = "put gateway.jsonl and gateway.checkpoint back from a copy";

  private final transient Optional<Digest> head;

  GatewayLogException(String reason, Throwable cause) {
    super(ApiErrorCode.GATEWAY_LOG_BROKEN, reason, RESTORE + ", and look at the disk", cause);
    this.head = Optional.empty();
  }

  /**
   * A log whose lines chain, and are not those that were signed.
   *
   * @param head digest of its last line, by which an operator accepts it
   */
  GatewayLogException(ApiErrorCode code, String reason, Digest head) {
    super(
        code,
        "the gateway log is not what this gateway signed: " + reason,
        RESTORE
            + "; or, where you know why they differ, start once with --gatehouse.accept-gateway-log="
            + head.hex());
    this.head = Optional.of(head);
  }

  /** Whether the operator's word names this very log. */
  boolean isAcceptedBy(String word) {
    return head.filter(digest -> digest.hex().equals(word)).isPresent();
  }
}
