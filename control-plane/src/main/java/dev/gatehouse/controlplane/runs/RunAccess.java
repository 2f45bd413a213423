package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.api.access.Principal.Agent;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.access.Principal.RunReader;
import dev.gatehouse.controlplane.api.access.Principal.Worker;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import org.springframework.stereotype.Component;

/**
 * Which runs a caller may see: an operator all, an agent its own, a worker the one of its token.
 */
@Component
public final class RunAccess {
  private final RunQueries queries;
  private final OpenRunRegistry runs;
  private final SealedRuns sealed;

  RunAccess(RunQueries queries, OpenRunRegistry runs, SealedRuns sealed) {
    this.queries = queries;
    this.runs = runs;
    this.sealed = sealed;
  }

  /**
   * The run, if the caller may see it; a run of someone else is as unknown as none.
   *
   * @throws ApiException RUN_UNKNOWN
   * @throws SyscallException LEASE_STALE for a worker whose lease was taken
   */
  public RunView visible(String runId, RunReader caller) {
    RunView view = queries.view(runId).orElseThrow(RunAccess::unknown);
    return switch (caller) {
      case Operator ignored -> view;
      case Agent agent when view.owner().equals(agent.name()) -> view.withoutFolder();
      case Worker worker when view.id().equals(worker.runId()) -> {
        requireFence(runId, worker);
        yield view.withoutFolder();
      }
      case Agent ignored -> throw unknown();
      case Worker ignored -> throw unknown();
    };
  }

  /**
   * The sealed run, if the caller may see it.
   *
   * @throws ApiException RUN_UNKNOWN, RUN_NOT_SEALED
   * @throws SyscallException LEASE_STALE for a worker whose lease was taken
   */
  public SealedRun sealed(String runId, RunReader caller) {
    RunView view = visible(runId, caller);
    return sealed
        .find(view.id())
        .orElseThrow(() ->
            new ApiException(
                ApiErrorCode.RUN_NOT_SEALED,
                "the run is " + view.state(),
                "wait until its state is SEALED; its diff and its events can be read before"));
  }

  /**
   * Returns if the caller may see how the run was judged.
   *
   * @throws ApiException FORBIDDEN for an agent or a worker, where the run's profile hides it
   */
  public void requireFindings(SealedRun run, RunReader caller, CallMemory memory) {
    if (caller instanceof Operator) {
      return;
    }
    if (!new SealedDetails(run, memory::answer).feedback().findings()) {
      throw new ApiException(
          ApiErrorCode.FORBIDDEN,
          "the run's profile does not show its agent how it was judged",
          "ask an operator");
    }
  }

  /**
   * A run's token ends with its lease: with the next lease, or with the run. For other callers this
   * does nothing.
   *
   * @throws SyscallException LEASE_STALE, LEASE_EXPIRED
   */
  void requireLease(String runId, RunReader caller) {
    if (!(caller instanceof Worker worker)) {
      return;
    }
    requireFence(runId, worker);
    if (runs.lookUp(runId).isEmpty()) {
      throw new SyscallException(
          SyscallErrorCode.LEASE_EXPIRED,
          "the run is sealed, and its lease has ended",
          "read its events with the token of the agent that opened it");
    }
  }

  private void requireFence(String runId, Worker worker) {
    if (runs.find(runId).filter(run -> run.fence() != worker.fence()).isPresent()) {
      throw new SyscallException(
          SyscallErrorCode.LEASE_STALE,
          "another worker has taken the run's lease",
          "stop; the worker that has the lease goes on");
    }
  }

  static ApiException unknown() {
    return new ApiException(
        SyscallErrorCode.RUN_UNKNOWN, "no run of that id that this token may see", "list the runs");
  }
}
