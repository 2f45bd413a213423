package dev.gatehouse.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.journal.Event.ScratchLost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time during which a run stood still, as the gates count it towards an approval's. */
class ApprovalStandstillTests {
  private static final Duration LONG = Duration.ofDays(30);
  private static final String LATE = "protected-paths:APPROVAL_LATE";

  @TempDir Path staging;

  @Test
  void anApprovalIsInTimeIfTheRunStoodStillForAsLong() {
    decided((run, approval) -> {
      run.events.add(new ScratchLost(approval.requestedAt().plus(LONG)));
      approve(run, approval, approval.expiresAt().plus(LONG).minusSeconds(60));
    });
  }

  @Test
  void withoutItsStandstillTheSameApprovalIsLate() {
    decided(
        (run, approval) -> approve(run, approval, approval.expiresAt().plus(LONG).minusSeconds(60)),
        LATE);
  }

  @Test
  void aStandstillCountsForNoLongerThanItLasted() {
    decided(
        (run, approval) -> {
          run.events.add(new ScratchLost(approval.requestedAt().plus(LONG)));
          approve(run, approval, approval.expiresAt().plus(LONG));
        },
        LATE);
  }

  @Test
  void aStandstillAfterTheDecisionDoesNotMakeItTimely() {
    decided(
        (run, approval) -> {
          approve(run, approval, approval.expiresAt().plusSeconds(1));
          run.events.add(new ScratchLost(approval.expiresAt().plus(LONG)));
        },
        LATE);
  }

  @Test
  void aStandstillBeforeTheRequestDoesNotCount() {
    Scenario run = Scenario.small();
    run.events.add(new ScratchLost(run.now()));
    run.write("calc.py", "new\n");
    Approval approval = run.approval(run.write("Makefile", "all: test\n"));
    approve(run, approval, approval.expiresAt());
    assertThat(Findings.codes(run.verified().end().judge(staging))).containsExactly(LATE);
  }

  private void decided(BiConsumer<Scenario, Approval> deciding, String... codes) {
    Scenario run = Scenario.small();
    run.write("calc.py", "new\n");
    deciding.accept(run, run.approval(run.write("Makefile", "all: test\n")));
    assertThat(Findings.codes(run.verified().end().judge(staging))).containsExactly(codes);
  }

  private static void approve(Scenario run, Approval approval, Instant at) {
    run.settle(approval.approvalId(), Approval.State.COMMITTED, "ada", at);
  }
}
