package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.ChangeBounds;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.state.ChangeAmount;
import java.util.List;
import java.util.Optional;

/**
 * Whether a run has room for more changes of its tree. What waits for an operator counts as if it
 * were committed, so that an approval never exceeds the bounds.
 */
public final class ChangeRoom {
  public static final String RULE = "builtin.change";
  private static final String NEXT =
      "undo what is not needed, or submit the run and go on in a new one";

  private ChangeRoom() {}

  /**
   * Why the run has no room, if so.
   *
   * @param committed would be part of the tree at once
   * @param held would wait for an operator
   */
  static Optional<Decision> refusal(OpenRun run, List<Change> committed, List<Change> held) {
    ChangeAmount added = run.runState().difference(committed);
    for (Change change : held) {
      added = added.plus(ChangeAmount.of(change));
    }
    ChangeAmount total = run.runState().changed().plus(added);
    for (Approval waiting : run.runState().waiting()) {
      total = total.plus(ChangeAmount.of(waiting.change()));
    }
    ChangeBounds bounds = run.bounds().change();
    if (added.bytes() > 0 && total.bytes() > bounds.bytes()) {
      return refused(total.bytes(), "bytes of files", bounds.bytes());
    }
    if (added.paths() > 0 && total.paths() > bounds.paths()) {
      return refused(total.paths(), "paths", bounds.paths());
    }
    if (added.nameBytes() > 0 && total.nameBytes() > bounds.nameBytes()) {
      return refused(total.nameBytes(), "bytes of paths", bounds.nameBytes());
    }
    return Optional.empty();
  }

  /**
   * Requires room for one change.
   *
   * @throws SyscallException RUN_CHANGE_TOO_LARGE
   */
  public static void require(OpenRun run, Change change, boolean held) {
    List<Change> one = List.of(change);
    Optional<Decision> refusal = held ? refusal(run, List.of(), one) : refusal(run, one, List.of());
    if (refusal.isPresent()) {
      throw new SyscallException(
          SyscallErrorCode.RUN_CHANGE_TOO_LARGE,
          refusal.get().reason(),
          refusal.get().next().orElseThrow());
    }
  }

  private static Optional<Decision> refused(long total, String what, long bound) {
    return Optional.of(
        Decision.deny(
            RULE,
            "the run would change %s %s of its base, old and new and with what waits for operators; it changes at most %s"
                .formatted(total, what, bound),
            NEXT));
  }
}
