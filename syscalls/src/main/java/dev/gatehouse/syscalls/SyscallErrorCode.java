package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.ErrorType;
import java.time.Duration;
import java.util.Optional;

/** Stable codes of runs, syscalls and approvals. */
public enum SyscallErrorCode implements ErrorCode {
  /** The body does not have the schema of the call. Next: send the listed members and no others. */
  BODY_INVALID(ErrorType.INVALID),
  /** The policy denies the act; {@code rule} names the rule. Next: do what {@code next} says. */
  POLICY_DENIED(ErrorType.DENIED),
  /**
   * A new name could be taken for another; {@code rule} is {@code builtin.name}. Next: use a name
   * that reads the same everywhere.
   */
  PATH_AMBIGUOUS(ErrorType.INVALID),
  /** The profile does not open this syscall. Next: use one that it opens. */
  SYSCALL_CLOSED(ErrorType.DENIED),
  /** A call that changes state has no idempotency key. Next: send one, new for each act. */
  KEY_MISSING(ErrorType.INVALID),
  /** The idempotency key was used for another request. Next: use a new key. */
  KEY_REUSED(ErrorType.CONFLICT),
  /** The file is not the one that the call replaces. Next: read it again. */
  REPLACES_MISMATCH(ErrorType.CONFLICT),
  /** Another worker has taken the run's lease. Next: stop, or take the lease again. */
  LEASE_STALE(ErrorType.CONFLICT),
  /**
   * Nobody called for longer than the lease lasts. Next: open a new run; this one is sealed as
   * crashed.
   */
  LEASE_EXPIRED(ErrorType.CONFLICT),
  /**
   * Another call of the run, or another opening with the same key, took longer than this one could
   * wait; for an opening: every user that runs can have is in use. Next: send the same call again,
   * with the same key; for an opening, when a run has ended.
   */
  RUN_BUSY(ErrorType.CONFLICT),
  /**
   * The run was submitted, has ended, or its time is over. Next: read its state, or open a new run.
   */
  RUN_NOT_OPEN(ErrorType.CONFLICT),
  /**
   * The run was submitted and is being verified, has ended, or has a folder of format 1, which
   * cannot say who cancelled it. Next: do what {@code next} says.
   */
  RUN_NOT_CANCELLABLE(ErrorType.CONFLICT),
  /**
   * No such run, or none that this token may see; for a syscall: none that is open; for an opening:
   * the folder of the run that its key opened is gone. Next: list the runs.
   */
  RUN_UNKNOWN(ErrorType.NOT_FOUND),
  /**
   * The gateway has started and has not opened this run yet; for an approval: it may be one of such
   * a run. Next: send the same call again in a second, with the same key: a run that is called is
   * opened next.
   */
  RUN_OPENING(ErrorType.UNAVAILABLE, 1),
  /**
   * The run could not be opened after a start, or opened again after it broke; the run's {@code
   * setAside} has the code. Next: an operator looks at the cause, and reconciles.
   */
  RUN_SET_ASIDE(ErrorType.CONFLICT),
  /**
   * The run's journal needs more memory than the gateway has. Next: an operator gives the gateway
   * more memory.
   */
  RUN_TOO_LARGE(ErrorType.TOO_LARGE),
  /**
   * The policy snapshot of a run's folder is not the one that its first event pins. Next: an
   * operator examines the folder.
   */
  POLICY_SNAPSHOT_DAMAGED(ErrorType.INTERNAL),
  /**
   * The closure of a run's folder is not the one that its first event names. Next: an operator
   * examines the folder.
   */
  CLOSURE_DAMAGED(ErrorType.INTERNAL),
  /** No open run has this approval. Next: list the approvals that wait. */
  APPROVAL_UNKNOWN(ErrorType.NOT_FOUND),
  /** As many changes of the run wait for operators as may. Next: wait until some are decided. */
  TOO_MANY_APPROVALS(ErrorType.CONFLICT),
  /**
   * With this change the run would change more of its base than it may (docs/limits.md, of a run by
   * the gateway). Next: undo what is not needed, or submit the run and go on in a new one.
   */
  RUN_CHANGE_TOO_LARGE(ErrorType.TOO_LARGE),
  /**
   * With this change the workspaces of the run, of the agent's runs or of all runs would hold more
   * than they may (docs/limits.md, of a run by the gateway). Next: delete scratch that is not
   * needed, or submit the run.
   */
  RUN_SCRATCH_FULL(ErrorType.TOO_LARGE),
  /**
   * As many submitted runs, of the agent or of all, wait for operators as may; the run stays open.
   * Next: submit again when operators have decided.
   */
  TOO_MANY_WAITING_RUNS(ErrorType.CONFLICT),
  /**
   * The run's journal, or the content that it keeps, has as many bytes as it may. Next: submit the
   * run; go on in a new one.
   */
  RUN_FULL(ErrorType.CONFLICT),
  /**
   * The journals of the agent's open runs have as many bytes as they may together. Next: submit one
   * of them; there is room when it is sealed.
   */
  AGENT_JOURNAL_FULL(ErrorType.CONFLICT),
  /**
   * The journals of all open runs have as many bytes as they may together. Next: submit the run, or
   * send the call again later with the same key.
   */
  GATEWAY_JOURNAL_FULL(ErrorType.CONFLICT),
  /**
   * The folders of the agent's open runs, and of its sealed runs that were opened in the last 24
   * hours, have as many bytes as they may together; no run of the agent is opened. Next: submit its
   * open runs; a sealed run counts until 24 hours after its opening.
   */
  AGENT_EVIDENCE_FULL(ErrorType.CONFLICT),
  /** The approval has been decided, or has expired. Next: nothing is left to decide. */
  APPROVAL_SETTLED(ErrorType.CONFLICT),
  /** The digest is not that of the proposal. Next: look at the proposal again. */
  PROPOSAL_MISMATCH(ErrorType.CONFLICT),
  /**
   * The file system of the data directory has less room than {@code gatehouse.min-free-bytes}, or
   * is read-only; nothing was begun. A call that it refuses keeps the run's lease. Next: submit a
   * run, which is possible down to an eighth of that room and gives its workspace back; or send the
   * call again, with the same key, when an operator has made room.
   */
  STORAGE_FULL(ErrorType.STORAGE);

  private final ErrorType type;
  private final int retrySeconds;

  SyscallErrorCode(ErrorType type) {
    this(type, 0);
  }

  SyscallErrorCode(ErrorType type, int retrySeconds) {
    this.type = type;
    this.retrySeconds = retrySeconds;
  }

  @Override
  public ErrorType type() {
    return type;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return retrySeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retrySeconds));
  }
}
