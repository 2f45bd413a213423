package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.policy.Policy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A syscall that was not done; nothing was changed. Where there is a run, its journal has a line.
 */
public final class SyscallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String next;
  private final transient Optional<Decision> decision;

  /** A refusal with a code of {@link SyscallErrorCode}. */
  public SyscallException(SyscallErrorCode code, String reason, String next) {
    this(code.name(), reason, next, Optional.empty());
  }

  /** A refusal with any stable code. */
  public SyscallException(String code, String reason, String next, Optional<Decision> decision) {
    super(reason);
    this.code = code;
    this.next = next;
    this.decision = decision;
  }

  /**
   * The refusal that a denial of the policy stands for; a name that is not made has its own code.
   */
  static SyscallException denied(Decision decision) {
    SyscallErrorCode code =
        decision.rule().equals(Policy.NAME_RULE)
            ? SyscallErrorCode.PATH_AMBIGUOUS
            : SyscallErrorCode.POLICY_DENIED;
    return new SyscallException(
        code.name(),
        decision.reason(),
        decision.next().orElse("ask for something that the profile allows"),
        Optional.of(decision));
  }

  /** The refusal of a run that takes no calls until it is opened again: EVIDENCE_BROKEN. */
  static SyscallException evidenceBroken(@Nullable Throwable cause) {
    SyscallException refused =
        new SyscallException(
            SyscallErrorCode.EVIDENCE_BROKEN,
            "the run's evidence or workspace could not be written"
                + (cause == null ? "" : ": " + cause.getMessage()),
            "call again with the same key; the gateway opens the run again when it can be written");
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }

  /** The answer to a call that changes state and has no key. */
  public static SyscallException keyMissing() {
    return new SyscallException(
        SyscallErrorCode.KEY_MISSING,
        "a call that changes state has an idempotency key",
        "send one, new for each act");
  }

  /** The answer to a call whose key another request had. */
  public static SyscallException keyReused() {
    return new SyscallException(
        SyscallErrorCode.KEY_REUSED,
        "this idempotency key was used for another request",
        "use a new key for each act");
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** One sentence for a person. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** The next legal step. */
  public String next() {
    return next;
  }

  /** The policy's decision, where the policy refused. */
  public Optional<Decision> decision() {
    return decision;
  }
}
