package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.change.EventContents;
import dev.gatehouse.syscalls.change.HeldChanges;
import dev.gatehouse.syscalls.handler.CallContext;
import dev.gatehouse.syscalls.handler.RecordedRequest;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTests {
  @TempDir Path data;

  @Test
  @Requires({Requirement.ENGINE, Requirement.ROOT})
  void aRunGoesOnWhereItsJournalEnds() throws IOException {
    try (RunFixture fixture = new RunFixture(data, "recovery-tests").with("a.txt", "one\n")) {
      OpenRun first = fixture.open("again");
      Caller keyed = fixture.caller(first, "kept-key");
      Syscall write = RunFixture.writing("b.txt", "absent", "two\n");
      Answer answered = fixture.call(keyed, write);
      fixture.shell(first, "echo three > c.txt; mkdir -p .cache && echo s > .cache/s");
      fixture.runs.detach(first);

      OpenRun second = fixture.recover("again");
      assertThat(second.committedTree()).isEqualTo(first.committedTree());
      assertThat(fixture.call(keyed, write)).isEqualTo(answered);
      assertThat(fixture.read(second, "c.txt")).isEqualTo("three\n");
      Answer.CommandRan ran = fixture.shell(second, "cat a.txt b.txt c.txt; git status --short");
      assertThat(ran.exitCode()).isZero();
      assertThat(new String(ran.stdout().head(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("one\ntwo\nthree\n?? b.txt\n?? c.txt\n");
      assertThat(second.folder().events()).hasAtLeastOneElementOfType(Event.ScratchLost.class);
    }
  }

  @Test
  void theKeyOfALeaseIsKnownAgain() throws IOException {
    try (RunFixture fixture = RunFixture.without(data).with("a.txt", "one\n")) {
      OpenRun first = fixture.open("leased");
      Identifier key = RunFixture.key();
      Event.LeaseTaken taken = first.takeLease(RunFixture.AGENT, key);
      assertThat(first.takeLease(RunFixture.AGENT, key)).isEqualTo(taken);
      fixture.runs.detach(first);

      OpenRun second = fixture.recover("leased");
      assertThat(second.takeLease(RunFixture.AGENT, key)).isEqualTo(taken);
      assertThat(second.fence()).isEqualTo(taken.fence()).isEqualTo(2);
      assertThat(second.takeLease(RunFixture.AGENT, RunFixture.key()).fence()).isEqualTo(3);
    }
  }

  @Test
  void anIntentWithoutAnOutcomeHadNoEffect() throws IOException {
    try (RunFixture fixture = RunFixture.without(data).with("a.txt", "one\n")) {
      OpenRun first = fixture.open("aborted");
      Caller keyed = fixture.caller(first, "aborted-key");
      Syscall write = RunFixture.writing("b.txt", "absent", "two\n");
      CallContext call =
          new CallContext(first, keyed, "call-aborted", write, RecordedRequest.of(write));
      first.append(
          call.intended(dev.gatehouse.evidence.Decision.allow("test", "test"), Optional.empty()));
      first.force();
      fixture.runs.detach(first);

      OpenRun second = fixture.recover("aborted");
      assertThat(second.committedTree().file(TreePath.of("b.txt"))).isEmpty();
      assertThat(second.folder().events()).hasAtLeastOneElementOfType(Event.CallAborted.class);
      fixture.call(keyed, write);
      assertThat(fixture.read(second, "b.txt")).isEqualTo("two\n");
    }
  }

  @Test
  void anApprovalOfACallWithoutAnOutcomeCanNoLongerBeGiven() throws IOException {
    try (RunFixture fixture = RunFixture.without(data).with("a.txt", "one\n")) {
      OpenRun first = fixture.open("withdrawn");
      Caller keyed = fixture.caller(first, "withdrawn-key");
      Syscall.FileWrite write = RunFixture.writing("Makefile", "absent", "all:\n");
      CallContext call =
          new CallContext(first, keyed, "call-withdrawn", write, RecordedRequest.of(write));
      PathDecision decided =
          first.policy().write(write.path(), first.inBase(write.path()), ChangeOrigin.FILE);
      byte[] content = "all:\n".getBytes(UTF_8);
      Change change =
          new Change(
              write.path(),
              Optional.empty(),
              Optional.of(FileVersion.of(FileMode.REGULAR, content)));
      EventContents contents = new EventContents(first);
      contents.add(content);
      Event.ApprovalRequested torn =
          HeldChanges.request(first, call.id(), change, decided, contents);
      first.append(call.intended(decided.decision(), Optional.empty()), torn);
      first.force();
      fixture.runs.detach(first);

      OpenRun second = fixture.recover("withdrawn");
      Approval approval = torn.approval();
      assertThat(second.runState().waiting()).isEmpty();
      assertThat(second.runState().settled(approval.approvalId()).orElseThrow().state())
          .isEqualTo(Approval.State.EXPIRED);
      assertThat(
              new ApprovalQueue(fixture.runs)
                  .decide(approval.approvalId(), true, approval.proposalSha256(), "ada", ""))
          .isEqualTo(Approval.State.EXPIRED);
      assertThat(second.committedTree().file(TreePath.of("Makefile"))).isEmpty();
      fixture.call(keyed, write);
      assertThat(second.runState().waiting()).hasSize(1);
    }
  }
}
