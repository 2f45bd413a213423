package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.Event.LeaseTaken;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The transitions of an open run that a line of its journal stands for. */
final class RunTransitions {
  /** How long a transition waits for a call of the run. */
  static final Duration PATIENCE = Duration.ofMinutes(15);

  private RunTransitions() {}

  /**
   * Gives the lease to a new worker of {@code agent}, with a larger fencing token; called under the
   * run's lock. The lease that was taken under this key before is returned again, whichever worker
   * has the run's lease now.
   *
   * @throws SyscallException RUN_BUSY, RUN_FULL
   */
  static LeaseTaken takeLease(OpenRun run, String agent, Identifier key) {
    OptionalLong former = run.runState().leaseByKey(key.text());
    if (former.isPresent()) {
      return (LeaseTaken) run.folder().events().get(Math.toIntExact(former.getAsLong()));
    }
    JournalRoom.requireForLease(run);
    boolean keyed = run.record().format().includes(FormatVersion.TWO);
    LeaseTaken taken =
        new LeaseTaken(
            run.now(),
            agent,
            run.runState().fence() + 1,
            keyed ? Optional.of(key.text()) : Optional.empty());
    run.append(taken);
    run.lease().take(taken.fence());
    run.force();
    return taken;
  }

  /**
   * Takes no more calls of the worker, and gives back at once what only its calls needed.
   * Submitting again does nothing.
   *
   * @throws SyscallException LEASE_STALE, LEASE_EXPIRED, RUN_BUSY, TOO_MANY_WAITING_RUNS,
   *     RUN_NOT_OPEN while somebody cancels the run
   */
  static void submit(OpenRun run, Caller caller) {
    run.lease()
        .during(
            caller.fence(),
            () ->
                run.alone(
                    PATIENCE,
                    () -> {
                      run.lease().check(caller.fence());
                      run.exclusion().cancelSignal().requireNone();
                      if (run.journalPhase() == RunPhase.OPEN) {
                        run.awaitConfirmation();
                        run.resources()
                            .shares()
                            .submit(run, new Event.RunSubmitted(run.now(), caller.actor()));
                        run.force();
                        run.resources().releaseNowOrLater();
                      }
                      return run;
                    }));
  }

  /** Writes the last line of the journal of a verified run; what is left to do is to seal it. */
  static void complete(OpenRun run) {
    run.alone(
        PATIENCE,
        () -> {
          run.awaitConfirmation();
          if (!run.journalPhase().hasEnded()) {
            end(run, RunStatus.COMPLETED);
          }
          return run;
        });
  }

  /**
   * Ends a run that nobody submitted, between calls: CRASHED by its lease, CANCELLED by time.
   *
   * @return how it was ended, if it was due
   */
  static Optional<RunStatus> endUnsubmitted(OpenRun run) {
    if (!isDue(run)) {
      return Optional.empty();
    }
    return run.alone(
        Duration.ZERO,
        () -> {
          if (run.journalPhase() != RunPhase.OPEN || !isDue(run)) {
            return Optional.empty();
          }
          RunStatus status = run.leaseExpired() ? RunStatus.CRASHED : RunStatus.CANCELLED;
          run.awaitConfirmation();
          end(run, status);
          run.resources().releaseNowOrLater();
          return Optional.of(status);
        });
  }

  private static boolean isDue(OpenRun run) {
    return run.leaseExpired() || run.overtime();
  }

  private static void end(OpenRun run, RunStatus status) {
    run.append(new Event.RunEnded(run.now(), status));
    run.force();
  }
}
