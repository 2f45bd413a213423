package dev.gatehouse.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The gateway refused a call (RFC 9457); nothing was changed by it. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String detail;
  private final @Nullable String next;
  private final @Nullable String rule;
  private final @Nullable String callId;

  ProblemException(int status, JsonNode body) {
    this(
        status,
        body.path("code").asString("HTTP_" + status),
        body.path("detail").asString(body.path("title").asString("the gateway gave no reason")),
        text(body, "next"),
        text(body, "rule"),
        text(body, "callId"));
  }

  private ProblemException(
      int status,
      String code,
      String detail,
      @Nullable String next,
      @Nullable String rule,
      @Nullable String callId) {
    super(code + ": " + detail);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.next = next;
    this.rule = rule;
    this.callId = callId;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The stable code, such as {@code POLICY_DENIED}. */
  public String code() {
    return code;
  }

  /** The reason, for a person. */
  public String detail() {
    return detail;
  }

  /** The next legal step. */
  public Optional<String> next() {
    return Optional.ofNullable(next);
  }

  /** The policy's rule that decided, where the policy refused. */
  public Optional<String> rule() {
    return Optional.ofNullable(rule);
  }

  /** Names the call in the journal, where it got that far. */
  public Optional<String> callId() {
    return Optional.ofNullable(callId);
  }

  private static @Nullable String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    return value.isString() ? value.asString() : null;
  }
}
