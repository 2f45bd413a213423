package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.EvidenceErrorCode;
import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.policy.decision.Policy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A syscall that was not done; nothing was changed. Where there is a run, its journal has a line.
 */
public final class SyscallException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Decision> decision;

  /**
   * A refusal that no decision of the policy caused.
   *
   * @param reason one sentence
   * @param next the next legal step, one sentence
   */
  public SyscallException(ErrorCode code, String reason, String next) {
    this(code, reason, next, Optional.empty(), /* cause= */ null);
  }

  private SyscallException(
      ErrorCode code,
      String reason,
      String next,
      Optional<Decision> decision,
      @Nullable Throwable cause) {
    super(code, reason, next, cause);
    this.decision = decision;
  }

  /**
   * The refusal that a denial of the policy stands for; a name that is not made has its own code.
   */
  public static SyscallException denied(Decision decision) {
    SyscallErrorCode code =
        decision.rule().equals(Policy.NAME_RULE)
            ? SyscallErrorCode.PATH_AMBIGUOUS
            : SyscallErrorCode.POLICY_DENIED;
    return denied(code, decision, "ask for something that the profile allows");
  }

  /** The refusal of a syscall that the profile does not open. */
  public static SyscallException closed(Decision decision) {
    return denied(
        SyscallErrorCode.SYSCALL_CLOSED, decision, "use a syscall that the profile opens");
  }

  private static SyscallException denied(ErrorCode code, Decision decision, String next) {
    return new SyscallException(
        code,
        decision.reason(),
        decision.next().orElse(next),
        Optional.of(decision),
        /* cause= */ null);
  }

  /** The refusal of a run that takes no calls until it is opened again: EVIDENCE_BROKEN. */
  public static SyscallException evidenceBroken(@Nullable Throwable cause) {
    return new SyscallException(
        EvidenceErrorCode.EVIDENCE_BROKEN,
        "the run's evidence or workspace could not be written"
            + (cause == null ? "" : ": " + cause.getMessage()),
        "call again with the same key; the gateway opens the run again when it can be written",
        Optional.empty(),
        cause);
  }

  /** The answer to a call that changes state and has no key. */
  public static SyscallException keyMissing() {
    return new SyscallException(
        SyscallErrorCode.KEY_MISSING,
        "a call that changes state has an idempotency key",
        "send one, new for each act");
  }

  /** The answer to what comes after the end of a run. */
  public static SyscallException runEnded() {
    return new SyscallException(
        SyscallErrorCode.RUN_NOT_OPEN,
        "the run has ended; nothing follows the end of its journal",
        "read the run's state, or open a new run");
  }

  /** The answer to a call whose key another request had. */
  public static SyscallException keyReused() {
    return new SyscallException(
        SyscallErrorCode.KEY_REUSED,
        "this idempotency key was used for another request",
        "use a new key for each act");
  }

  /** The policy's decision, where the policy refused. */
  public Optional<Decision> decision() {
    return decision;
  }
}
