package dev.gatehouse.golden;

import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.UnreachableException;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An operator who approves whatever waits, whether the gateway is there or not. */
final class LoopOperator {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Gateway gateway;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::work);
  private volatile boolean finishing;
  private int misses;

  LoopOperator(Gateway gateway) {
    this.gateway = gateway;
  }

  void start() {
    thread.start();
  }

  /** How often a look or a decision was not answered. */
  int finish() throws InterruptedException {
    finishing = true;
    thread.join();
    return misses;
  }

  private void work() {
    while (!finishing) {
      LockSupport.parkNanos(LOOK_NANOS);
      try {
        gateway.operator().approvals("WAITING").forEach(this::approve);
      } catch (UnreachableException | ProblemException e) {
        // It was killed, or somebody settled it meanwhile: the next look shows what is left.
        misses++;
      }
    }
  }

  private void approve(ApprovalView approval) {
    var _ =
        gateway
            .operator()
            .decide(
                approval.approvalId(),
                new ApprovalDecision("APPROVE", approval.proposalSha256(), Optional.empty()));
  }
}
