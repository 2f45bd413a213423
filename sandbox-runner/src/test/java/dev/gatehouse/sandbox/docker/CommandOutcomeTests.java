package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.ExitConfirmation;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.sandbox.starter.ExitFrame;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a command did is told exactly. */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ENGINE)
class CommandOutcomeTests {
  private SandboxFixture lab;
  private RunSandbox run;

  @BeforeAll
  void open() {
    lab = new SandboxFixture();
    run = lab.open("outcomes");
  }

  @AfterAll
  void close() {
    run.close();
    lab.close();
  }

  @Test
  void tellsTheExitCode() {
    assertThat(lab.bash(run, "exit 7").ending()).isEqualTo(new Termination.Exited(7));
    assertThat(lab.bash(run, "true").ending()).isEqualTo(new Termination.Exited(0));
  }

  @Test
  void tellsTheSignal() {
    assertThat(lab.bash(run, "kill -SEGV $$").ending()).isEqualTo(new Termination.Signalled(11));
  }

  @Test
  void saysOnStandardErrorWhatCannotBeStarted() {
    CommandOutcome missing = lab.run(run, SandboxFixture.line(List.of("no-such-program")));
    assertThat(missing.ending()).isEqualTo(new Termination.Exited(127));
    assertThat(SandboxFixture.text(missing.stderr())).contains("no-such-program");
    CommandOutcome directory = lab.run(run, SandboxFixture.line(List.of("/workspace/src")));
    assertThat(directory.ending()).isEqualTo(new Termination.Exited(126));
  }

  @Test
  void keepsBothStreamsByteForByte() {
    CommandOutcome outcome =
        lab.run(
            run,
            SandboxFixture.python(
                "import os; os.write(1, bytes(range(256))); os.write(2, b'\\0\\xff\\x1b]52;')"));
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(outcome.stdout().head()).isEqualTo(all);
    assertThat(outcome.stderr().head())
        .isEqualTo("\0ÿ\u001b]52;".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void givesAllOfTheInputAndThenItsEnd() {
    byte[] input = new byte[300_000];
    Arrays.fill(input, (byte) 'x');
    CommandSpec cat = SandboxFixture.line(List.of("cat"));
    CommandOutcome outcome =
        lab.run(
            run,
            new CommandSpec(cat.argv(), Map.of(), "/", input, cat.timeLimit(), 1 << 20, 1 << 20));
    assertThat(outcome.ending()).isEqualTo(new Termination.Exited(0));
    assertThat(outcome.stdout().head()).isEqualTo(input);
  }

  @Test
  void givesTheEnvironmentAndNothingElse() {
    CommandSpec env = SandboxFixture.line(List.of("/usr/bin/env"));
    CommandOutcome outcome =
        lab.run(
            run,
            new CommandSpec(
                env.argv(), Map.of("A", "1"), "/tmp", new byte[0], env.timeLimit(), 999, 999));
    assertThat(SandboxFixture.text(outcome.stdout())).isEqualTo("A=1\n");
  }

  @Test
  void countsAndDigestsMoreThanItKeeps() throws Exception {
    CommandSpec line =
        SandboxFixture.bash("head -c 3000000 /dev/zero; head -c 2000000 /dev/zero >&2");
    CommandSpec capped =
        new CommandSpec(
            line.argv(), line.environment(), "/", new byte[0], line.timeLimit(), 1000, 5_000_000);
    AtomicLong seen = new AtomicLong();
    CommandOutcome outcome;
    try (PreparedCommand command = lab.prepare(run)) {
      outcome = command.run(capped, (stream, bytes) -> seen.addAndGet(bytes.length));
    }
    assertThat(outcome.ending()).isEqualTo(new Termination.Exited(0));
    assertThat(outcome.stdout().head()).hasSize(1000);
    assertThat(outcome.stdout().bytes()).isEqualTo(3_000_000);
    assertThat(outcome.stdout().truncated()).isTrue();
    assertThat(outcome.stderr().bytes()).isEqualTo(2_000_000);
    assertThat(outcome.stdout().sha256())
        .isEqualTo(
            java.util.HexFormat.of()
                .formatHex(
                    java.security.MessageDigest.getInstance("SHA-256")
                        .digest(new byte[3_000_000])));
    assertThat(seen).hasValue(5_000_000);
  }

  @Test
  void countsTimeAndMemoryOfWhatRan() {
    CommandOutcome outcome =
        lab.run(
            run, SandboxFixture.python("b = bytearray(40 << 20)\nfor i in range(3000000): pass"));
    assertThat(outcome.ending()).isEqualTo(new Termination.Exited(0));
    assertThat(outcome.cpuMicros()).isGreaterThan(20_000);
    assertThat(outcome.peakRssKib()).isBetween(40_000L, 128_000L);
    assertThat(outcome.wall()).isPositive();
  }

  @Test
  void killsAtTheTimeLimit() {
    CommandOutcome outcome =
        lab.run(
            run,
            SandboxFixture.within(
                Duration.ofSeconds(1), SandboxFixture.bash("trap '' TERM INT; echo on; sleep 60")));
    assertThat(outcome.ending()).isEqualTo(new Termination.TimedOut());
    assertThat(SandboxFixture.text(outcome.stdout())).isEqualTo("on\n");
    assertThat(outcome.wall()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
  }

  @Test
  void endsWithTheMainProcessWhateverElseHoldsTheOutputOpen() {
    CommandOutcome outcome =
        lab.bash(run, "(setsid bash -c 'trap \"\" HUP TERM; sleep 600' &) ; echo done; exit 3");
    assertThat(outcome.ending()).isEqualTo(new Termination.Exited(3));
    assertThat(SandboxFixture.text(outcome.stdout())).isEqualTo("done\n");
    assertThat(outcome.wall()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void saysOutOfMemory() {
    CommandOutcome outcome = lab.run(run, SandboxFixture.python("b = b'x' * (1 << 30)"));
    assertThat(outcome.ending()).isEqualTo(new Termination.OutOfMemory());
    assertThat(outcome.oomKills()).isPositive();
  }

  @Test
  void stopsAFloodOfOutput() {
    CommandOutcome outcome = lab.bash(run, "yes & yes >&2");
    assertThat(outcome.ending()).isEqualTo(new Termination.OutputLimit());
    assertThat(outcome.stdout().bytes() + outcome.stderr().bytes()).isLessThan(33 << 20);
  }

  @Test
  void boundsAForkBomb() {
    CommandOutcome outcome =
        lab.run(
            run,
            SandboxFixture.within(
                Duration.ofSeconds(3), SandboxFixture.bash(":(){ :|:& };: ; sleep 1; exit 4")));
    assertThat(outcome.ending()).isIn(new Termination.Exited(4), new Termination.TimedOut());
    assertThat(SandboxFixture.text(outcome.stderr())).contains("fork");
    assertThat(lab.bash(run, "echo well").ending()).isEqualTo(new Termination.Exited(0));
  }

  @Test
  void cancelsFromAnotherThread() throws Exception {
    try (PreparedCommand command = lab.prepare(run)) {
      CountDownLatch running = new CountDownLatch(1);
      Thread canceller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  running.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                command.cancel();
              });
      CommandOutcome outcome =
          command.run(
              SandboxFixture.bash("echo on; sleep 60"), (stream, bytes) -> running.countDown());
      canceller.join();
      assertThat(outcome.ending()).isEqualTo(new Termination.Cancelled());
      assertThat(command.confirm(Duration.ofSeconds(5)).agrees()).isTrue();
    }
  }

  @Test
  void theEngineConfirmsTheSameStatus() {
    for (String script : List.of("exit 0", "exit 7", "kill -9 $$")) {
      try (PreparedCommand command = lab.prepare(run)) {
        CommandOutcome outcome = command.run(SandboxFixture.bash(script), OutputSink.NONE);
        ExitConfirmation confirmation = command.confirm(Duration.ofSeconds(5));
        assertThat(confirmation.exitCode()).isEqualTo(ExitFrame.exitStatus(outcome.ending()));
        assertThat(confirmation.agrees()).isTrue();
        assertThat(confirmation.finishedAt()).isGreaterThan(confirmation.startedAt());
      }
    }
  }

  @Test
  void aSinkThatFailsEndsTheCommand() {
    try (PreparedCommand command = lab.prepare(run)) {
      assertThatThrownBy(() ->
              command.run(
                  SandboxFixture.bash("echo on; sleep 60"),
                  (stream, bytes) -> {
                    throw new IllegalStateException("the disk is full");
                  }))
          .hasMessage("the disk is full");
      assertThat(command.confirm(Duration.ofSeconds(5)).ended()).isTrue();
    }
    assertThat(lab.bash(run, "true").ending()).isEqualTo(new Termination.Exited(0));
  }

  @Test
  void processOneOutlivesWhatTriesToEndIt() {
    CommandOutcome outcome =
        lab.bash(
            run,
            "kill -9 1; kill -STOP 1; kill -TERM -1; kill -KILL 1; echo x > /proc/1/fd/1;"
                + " echo -17 > /proc/1/oom_score_adj; exit 6");
    assertThat(outcome.ending()).isEqualTo(new Termination.Exited(6));
    assertThat(SandboxFixture.text(outcome.stdout())).isEmpty();
    assertThat(SandboxFixture.text(outcome.stderr())).contains("Permission denied");
  }
}
