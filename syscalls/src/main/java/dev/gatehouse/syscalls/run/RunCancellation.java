package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.RunTrigger;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.util.Optional;

/**
 * The end of a run that its operator or its agent asks for. It is one line of the journal, which
 * ends the approvals that wait as well: there is no moment between the two.
 */
public final class RunCancellation {
  private RunCancellation() {}

  /**
   * Cancels an open run, or one that waits for operators; the command that runs is stopped. What is
   * left to do is to seal it. The same call again does nothing.
   *
   * @param patience how long the cancellation waits for what cannot be stopped
   * @throws SyscallException RUN_NOT_CANCELLABLE, KEY_REUSED, RUN_BUSY, ENGINE_UNAVAILABLE,
   *     EVIDENCE_BROKEN
   */
  public static void cancel(OpenRun run, Cancellation wanted, Duration patience) {
    if (!run.journalPhase().hasEnded()) {
      requireCancellable(run);
    }
    var _ =
        run.exclusion()
            .cancelSignal()
            .during(() ->
                run.alone(
                    patience,
                    () -> {
                      if (!isDone(run, wanted)) {
                        run.awaitConfirmation();
                        run.append(
                            new Event.RunEnded(
                                run.now(), RunStatus.CANCELLED, Optional.of(wanted)));
                        run.force();
                        run.resources().releaseNowOrLater();
                      }
                      return run;
                    }));
  }

  /**
   * Returns if a run that has ended was ended by this very call.
   *
   * @param former who cancelled it, if somebody did
   * @throws SyscallException KEY_REUSED, RUN_NOT_CANCELLABLE
   */
  public static void requireSame(Optional<Cancellation> former, Cancellation wanted) {
    if (former.filter(wanted::equals).isPresent()) {
      return;
    }
    if (former.filter(wanted::sameCall).isPresent()) {
      throw SyscallException.keyReused();
    }
    throw notCancellable(
        former.isPresent() ? "the run was cancelled before" : "the run has ended",
        "nothing is left to cancel; read the run's state");
  }

  /** Whether this very call has ended the run; refuses where the run cannot be cancelled. */
  private static boolean isDone(OpenRun run, Cancellation wanted) {
    if (run.journalPhase().hasEnded()) {
      requireSame(run.end().flatMap(Event.RunEnded::cancelled), wanted);
      return true;
    }
    requireCancellable(run);
    return false;
  }

  private static void requireCancellable(OpenRun run) {
    RunPhase phase = run.journalPhase();
    if (phase.next(RunTrigger.CANCEL).isEmpty()) {
      throw notCancellable(
          "the run was submitted and is " + phase,
          "wait until its state is SEALED; nothing of it reaches the origin without a merge");
    }
    if (!run.record().format().includes(FormatVersion.TWO)) {
      throw notCancellable(
          "the run's folder is of format 1, which cannot say who cancelled it",
          "wait until its lease or its time is over");
    }
  }

  private static SyscallException notCancellable(String reason, String next) {
    return new SyscallException(SyscallErrorCode.RUN_NOT_CANCELLABLE, reason, next);
  }
}
