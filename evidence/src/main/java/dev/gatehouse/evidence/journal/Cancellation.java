package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;

/**
 * Who cancelled a run, and why: the member {@code cancelled} of {@code run.end}. A run whose time
 * is over has none, though its status is the same.
 *
 * @param by name of the operator or of the agent; an {@link Identifier}
 * @param role as what the caller was authenticated
 * @param key the idempotency key of the call; an {@link Identifier}
 * @param reason 1 to {@value #MAX_REASON} UTF-16 code units, none of them U+0000; untrusted
 */
public record Cancellation(String by, Role role, String key, String reason) {
  /** UTF-16 code units of a reason, at most. */
  public static final int MAX_REASON = 4096;

  /** Members of its JSON. */
  private static final int MEMBERS = 4;

  /** Who may cancel. */
  public enum Role {
    /** A person; may cancel any run. */
    OPERATOR,
    /** The agent that opened the run. */
    AGENT
  }

  /** Throws {@link JsonFormatException} where a member is malformed. */
  public Cancellation {
    if (!Identifier.isValid(by) || !Identifier.isValid(key)) {
      throw new JsonFormatException("a cancellation names its caller and the key of the call");
    }
    if (reason.isEmpty() || reason.length() > MAX_REASON || reason.indexOf('\0') >= 0) {
      throw new JsonFormatException(
          "the reason of a cancellation has 1 to 4096 characters, none of them U+0000");
    }
  }

  /** Whether {@code other} is a call of the same caller under the same key. */
  public boolean sameCall(Cancellation other) {
    return by.equals(other.by) && role == other.role && key.equals(other.key);
  }

  /** All members. */
  public Json.Obj toJson() {
    return Json.object()
        .put("by", by)
        .put("role", role.name())
        .put("key", key)
        .put("reason", reason)
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws JsonFormatException if a member is missing, malformed or unknown
   */
  public static Cancellation fromJson(Json.Obj json) {
    if (json.members().size() != MEMBERS) {
      throw new JsonFormatException("a cancellation has by, role, key and reason");
    }
    return new Cancellation(
        json.string("by"),
        json.parsed("role", Role::valueOf),
        json.string("key"),
        json.string("reason"));
  }
}
