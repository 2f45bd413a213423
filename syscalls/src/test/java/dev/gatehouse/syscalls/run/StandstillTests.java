package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time during which no gateway had a run open. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class StandstillTests {
  private static final Duration LONG = Duration.ofDays(30);

  @TempDir Path data;

  @Test
  void anApprovalCanStillBeGivenAfterALongStandstill() throws IOException {
    try (RunFixture fixture = held("standstill-approval")) {
      Approval approval = fixture.approvalQueue.waiting().getFirst();
      fixture.runs.detach(fixture.runs.find("held").orElseThrow());
      fixture.clock.forward(LONG);
      OpenRun run = fixture.recover("held");
      assertThat(fixture.approvalQueue.expiry(approval)).isEqualTo(approval.expiresAt().plus(LONG));
      assertThat(decide(fixture, approval)).isEqualTo(Approval.State.COMMITTED);
      assertThat(fixture.read(run, "Makefile")).isEqualTo("test:\n");
    }
  }

  @Test
  void anApprovalWhoseTimeIsOverApartFromTheStandstillHasExpired() throws IOException {
    try (RunFixture fixture = held("standstill-expiry")) {
      Approval approval = fixture.approvalQueue.waiting().getFirst();
      fixture.runs.detach(fixture.runs.find("held").orElseThrow());
      fixture.clock.forward(LONG);
      fixture.recover("held");
      fixture.clock.forward(Duration.between(approval.requestedAt(), approval.expiresAt()));
      fixture.clock.forward(Duration.ofSeconds(1));
      assertThat(decide(fixture, approval)).isEqualTo(Approval.State.EXPIRED);
    }
  }

  @Test
  void aRunsTimeStandsStillWithIt() throws IOException {
    try (RunFixture fixture = new RunFixture(data, "standstill-run").with("a.txt", "one\n")) {
      OpenRun first = fixture.open("timed");
      Duration most = Duration.ofSeconds(ProfileLoader.shipped("contained").limits().runSeconds());
      fixture.runs.detach(first);
      fixture.clock.forward(most.plus(LONG));
      OpenRun second = fixture.recover("timed");
      assertThat(second.overtime()).isFalse();
      assertThat(second.leaseExpired()).isFalse();
      fixture.clock.forward(most.plusSeconds(1));
      assertThat(second.overtime()).isTrue();
    }
  }

  private RunFixture held(String owner) throws IOException {
    RunFixture fixture = new RunFixture(data, owner).with("a.txt", "one\n");
    fixture.write(fixture.open("held"), "Makefile", "absent", "test:\n");
    return fixture;
  }

  private static Approval.State decide(RunFixture fixture, Approval approval) {
    return fixture.approvalQueue.decide(
        approval.approvalId(), /* approve= */ true, approval.proposalSha256(), "op", "");
  }
}
