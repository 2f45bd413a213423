package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.Json;
import java.time.Instant;

/**
 * A protected change as it waits for an operator: everything that an approval is bound to (promises
 * A2, F2).
 *
 * @param approvalId names it; an {@link Identifier}
 * @param runId the run that proposed it
 * @param callId the syscall that proposed it
 * @param change path, before and after; the after content is a blob or inline content of the run
 * @param policySha256 the policy snapshot under which it was held
 * @param rule the rule that held it
 * @param role the role that may approve it, such as {@code OPERATOR}
 * @param nonce random, so that two equal proposals have different digests
 * @param requestedAt when it was held
 * @param expiresAt after this every decision is answered EXPIRED
 */
public record Approval(
    String approvalId,
    String runId,
    String callId,
    Change change,
    Digest policySha256,
    String rule,
    String role,
    String nonce,
    Instant requestedAt,
    Instant expiresAt) {

  /** What can become of an approval. */
  public enum State {
    /** No operator has decided yet. */
    WAITING,
    /** Approved, and its change committed in the same step. */
    COMMITTED,
    /** An operator said no. */
    DENIED,
    /**
     * Approved, but the file is not the one that the proposal replaces any more, or its place is
     * taken; nothing was changed.
     */
    STALE,
    /** Nobody decided in time, or before a restart that ended the call, or before the run ended. */
    EXPIRED
  }

  /** The digest that an operator approves: SHA-256 of {@link #toJson()}'s canonical bytes. */
  public Digest proposalSha256() {
    return Digest.of(toJson().canonical());
  }

  /** All members, times in RFC 3339. */
  public Json.Obj toJson() {
    return Json.object()
        .put("approvalId", approvalId)
        .put("runId", runId)
        .put("callId", callId)
        .put("change", change.toJson())
        .put("policySha256", policySha256.hex())
        .put("rule", rule)
        .put("role", role)
        .put("nonce", nonce)
        .put("requestedAt", requestedAt.toString())
        .put("expiresAt", expiresAt.toString())
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   */
  public static Approval fromJson(Json.Obj json) {
    return new Approval(
        json.string("approvalId"),
        json.string("runId"),
        json.string("callId"),
        Change.fromJson(json.object("change")),
        json.parsed("policySha256", Digest::new),
        json.string("rule"),
        json.string("role"),
        json.string("nonce"),
        json.parsed("requestedAt", Instant::parse),
        json.parsed("expiresAt", Instant::parse));
  }
}
