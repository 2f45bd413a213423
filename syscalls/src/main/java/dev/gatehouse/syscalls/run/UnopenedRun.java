package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.posix.Owner;
import java.util.Optional;

/**
 * A run that is not open yet: one of a former process, or one that broke and is opened again. Its
 * slot and its user are taken; its lease, its time and its approvals stand still.
 *
 * @param record the run's genesis
 * @param owner the user that its commands will run as
 * @param broke whether its evidence or workspace could not be written by this process
 * @param setAside why it is not opened, if it cannot be
 */
public record UnopenedRun(RunRecord record, Owner owner, boolean broke, Optional<SetAside> setAside)
    implements UnsealedRun {

  /**
   * Why a run cannot be opened.
   *
   * @param code the stable code
   * @param reason one sentence
   */
  public record SetAside(String code, String reason) {}

  @Override
  public RunPhase phase() {
    return setAside.isPresent() ? RunPhase.SET_ASIDE : RunPhase.OPENING;
  }

  /** A run of a former process that waits for its turn. */
  static UnopenedRun left(RunRecord record, Owner owner) {
    return new UnopenedRun(record, owner, /* broke= */ false, Optional.empty());
  }

  /** A run that broke, and waits for its turn. */
  static UnopenedRun broken(OpenRun run) {
    return new UnopenedRun(run.record(), run.owner(), /* broke= */ true, Optional.empty());
  }

  /** The same run, which is not opened for this reason. */
  UnopenedRun withSetAside(SetAside why) {
    return new UnopenedRun(record, owner, broke, Optional.of(why));
  }

  /** The same run, which waits for its turn. */
  UnopenedRun withoutSetAside() {
    return new UnopenedRun(record, owner, broke, Optional.empty());
  }

  /** The answer to a call of this run: RUN_OPENING, EVIDENCE_BROKEN or RUN_SET_ASIDE. */
  SyscallException refusal() {
    return setAside
        .map(why ->
            new SyscallException(
                SyscallErrorCode.RUN_SET_ASIDE,
                "the run could not be opened again: " + why.code(),
                "an operator looks at the cause, and reconciles to have it tried again"))
        .orElseGet(() -> broke ? SyscallException.evidenceBroken(null) : opening());
  }

  private static SyscallException opening() {
    return new SyscallException(
        SyscallErrorCode.RUN_OPENING,
        "the gateway has just started, and has not opened this run yet",
        "call again in a second, with the same key");
  }
}
