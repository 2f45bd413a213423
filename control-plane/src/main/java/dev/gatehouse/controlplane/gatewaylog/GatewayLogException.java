package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.evidence.Digest;
import java.util.Optional;

/**
 * The gateway log cannot be read, chained or written, or is not what was signed. Nobody is
 * authenticated by a log like that.
 */
public final class GatewayLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final transient Optional<Digest> head;

  /** Why; the names are stable. */
  public enum Code {
    /** A whole line does not continue the chain or is not an entry, or the file cannot be used. */
    GATEWAY_LOG_BROKEN,
    /** Lines that its checkpoint counts are gone. */
    GATEWAY_LOG_SHORTENED,
    /** Lines that its checkpoint covers are others. */
    GATEWAY_LOG_DIFFERS,
    /** It has lines that no checkpoint covers, or no checkpoint of this gateway's key. */
    GATEWAY_LOG_UNSIGNED
  }

  GatewayLogException(String message, Throwable cause) {
    super(message, cause);
    this.code = Code.GATEWAY_LOG_BROKEN;
    this.head = Optional.empty();
  }

  /**
   * A log whose lines chain, and are not those that were signed.
   *
   * @param head digest of its last line, by which an operator accepts it
   */
  GatewayLogException(Code code, String reason, Digest head) {
    super("the gateway log is not what this gateway signed: " + reason);
    this.code = code;
    this.head = Optional.of(head);
  }

  /** The stable code. */
  public Code code() {
    return code;
  }

  /** Whether the operator's word names this very log. */
  boolean isAcceptedBy(String word) {
    return head.filter(digest -> digest.hex().equals(word)).isPresent();
  }

  /** What to do next. */
  public String next() {
    return head.map(digest ->
            "put gateway.jsonl and gateway.checkpoint back from a copy; or, where you know why"
                + " they differ, start once with --gatehouse.accept-gateway-log="
                + digest.hex())
        .orElse("put gateway.jsonl and gateway.checkpoint back from a copy, and look at the disk");
  }
}
