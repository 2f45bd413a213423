package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.journal.Event;
import java.util.List;

/**
 * Submits runs. One that waits for operators then counts among the runs that wait, of which there
 * are only so many.
 */
final class WaitingRuns {
  private final WaitingBounds bounds;

  WaitingRuns(WaitingBounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Closes the run's door; called under the run's lock.
   *
   * @param all every open run
   * @throws SyscallException TOO_MANY_WAITING_RUNS; the run stays open
   */
  void submit(OpenRun run, Event.RunSubmitted submitted, List<OpenRun> all) {
    synchronized (this) {
      if (run.waitingApprovals() > 0) {
        requireRoom(run, all);
      }
      run.append(submitted);
    }
    run.force();
  }

  private void requireRoom(OpenRun run, List<OpenRun> all) {
    List<OpenRun> waiting = all.stream().filter(OpenRun::waiting).toList();
    String agent = run.record().agent();
    long ofAgent = waiting.stream().filter(other -> other.record().agent().equals(agent)).count();
    if (ofAgent >= bounds.ofAgent()) {
      throw full("%s runs of this agent wait for operators".formatted(ofAgent));
    }
    if (waiting.size() >= bounds.all()) {
      throw full("%s runs of all agents wait for operators".formatted(waiting.size()));
    }
  }

  private static SyscallException full(String reason) {
    return new SyscallException(
        SyscallErrorCode.TOO_MANY_WAITING_RUNS,
        reason,
        "submit again when operators have decided on what this run or another one holds");
  }
}
