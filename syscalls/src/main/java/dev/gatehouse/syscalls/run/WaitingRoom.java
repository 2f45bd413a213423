package dev.gatehouse.syscalls.run;

import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.WaitingBounds;
import java.util.List;

/** Whether one run more may wait for operators. */
final class WaitingRoom {
  private WaitingRoom() {}

  /**
   * Returns if one more may wait.
   *
   * @param all every open run
   * @throws SyscallException TOO_MANY_WAITING_RUNS
   */
  static void require(OpenRun run, List<OpenRun> all, WaitingBounds bounds) {
    List<OpenRun> waiting =
        all.stream()
            .filter(other -> other.journalPhase() == RunPhase.WAITING_FOR_APPROVALS)
            .toList();
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
