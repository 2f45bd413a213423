package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.workspace.Owner;
import java.util.Optional;

/**
 * A run of a former process that this one has not opened yet. Its slot and its user are taken; its
 * lease, its time and its approvals stand still.
 *
 * @param record the run's genesis
 * @param owner the user that its commands will run as
 * @param setAside why it is not opened, if it cannot be
 */
public record UnopenedRun(RunRecord record, Owner owner, Optional<SetAside> setAside)
    implements UnsealedRun {

  /**
   * Why a run cannot be opened.
   *
   * @param code the stable code
   * @param reason one sentence
   */
  public record SetAside(String code, String reason) {}

  @Override
  public boolean takesPlace() {
    return true;
  }

  /** A run that waits for its turn. */
  static UnopenedRun waiting(RunRecord record, Owner owner) {
    return new UnopenedRun(record, owner, Optional.empty());
  }

  /** The answer to a call of this run: RUN_OPENING or RUN_SET_ASIDE. */
  SyscallRefused refusal() {
    return setAside
        .map(why ->
            new SyscallRefused(
                RefusalCode.RUN_SET_ASIDE,
                "the run could not be opened again: " + why.code(),
                "an operator looks at the cause, and reconciles to have it tried again"))
        .orElseGet(UnopenedRun::opening);
  }

  static SyscallRefused opening() {
    return new SyscallRefused(
        RefusalCode.RUN_OPENING,
        "the gateway has just started, and has not opened this run yet",
        "call again in a second, with the same key");
  }
}
