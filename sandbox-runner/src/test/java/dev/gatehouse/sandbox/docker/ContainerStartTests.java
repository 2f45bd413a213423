package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.sandbox.confinement.Labels;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that the engine lost to a race of its own costs a container, and no call. */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ENGINE)
class ContainerStartTests {
  private static final String RUNNING =
      "OCI runtime start failed: cannot start an already running container: unknown";
  private static final String STOPPED = "cannot start a stopped process: unknown";

  private final FaultyEngine engine = new FaultyEngine();
  private final Queue<String> replaced = new ConcurrentLinkedQueue<>();
  private SandboxFixture lab;

  @BeforeAll
  void open() {
    lab =
        new SandboxFixture(
            new EngineSettings(engine.socket(), Duration.ofSeconds(30)), replaced::add);
  }

  @AfterEach
  void forget() {
    engine.faults.clear();
    replaced.clear();
  }

  @AfterAll
  void close() {
    lab.close();
    engine.close();
  }

  private void lose(int starts, String message, boolean passed) {
    for (int n = 0; n < starts; n++) {
      engine.faults.add(new FaultyEngine.Fault(500, message, passed));
    }
  }

  private List<String> containers() {
    return SandboxFixture.docker(
        "ps", "-aq", "--filter", "label=" + Labels.OWNER + "=" + lab.owner);
  }

  /** Where the limit was 4 one start in some hundred failed on a machine under load. */
  @Test
  void theRuntimeMayStartItsThreadsInAPauseContainer() {
    try (RunSandbox _ = lab.open("threads")) {
      List<String> limits =
          containers().stream()
              .flatMap(id ->
                  SandboxFixture.docker("inspect", "--format", "{{.HostConfig.PidsLimit}}", id)
                      .stream())
              .toList();
      assertThat(limits)
          .singleElement()
          .satisfies(limit -> assertThat(Integer.parseInt(limit)).isGreaterThanOrEqualTo(32));
    }
  }

  @Test
  void aCommandsContainerWhoseStartWasLostIsReplaced() {
    try (RunSandbox run = lab.open("command")) {
      lose(2, STOPPED, /* passed= */ false);
      try (PreparedCommand command = lab.prepare(run)) {
        assertThat(command.isolation().replacedContainers()).isEqualTo(2);
        assertThat(replaced).containsExactly(STOPPED, STOPPED);
        assertThat(containers()).as("pause container and command").hasSize(2);
        assertThat(command.run(SandboxFixture.bash("cat kept.txt"), OutputSink.NONE))
            .satisfies(
                outcome -> assertThat(SandboxFixture.text(outcome.stdout())).isEqualTo("kept\n"));
        assertThat(command.confirm(Duration.ofSeconds(20)).agrees()).isTrue();
      }
    }
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void aContainerThatRunsAlthoughItsStartWasLostIsDestroyed() {
    try (RunSandbox run = lab.open("running")) {
      lose(1, RUNNING, /* passed= */ true);
      try (PreparedCommand command = lab.prepare(run)) {
        assertThat(command.isolation().replacedContainers()).isEqualTo(1);
        assertThat(containers()).as("the one that ran is gone").hasSize(2);
        assertThat(command.run(SandboxFixture.bash("exit 7"), OutputSink.NONE).ending())
            .isEqualTo(new Termination.Exited(7));
      }
    }
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void aReplacedPauseContainerIsNotedWithEachCommandOfItsRun() {
    lose(1, RUNNING, /* passed= */ true);
    try (RunSandbox run = lab.open("pause")) {
      assertThat(replaced).containsExactly(RUNNING);
      try (PreparedCommand command = lab.prepare(run)) {
        assertThat(command.isolation().replacedContainers()).isEqualTo(1);
      }
      lose(1, STOPPED, /* passed= */ false);
      try (PreparedCommand command = lab.prepare(run)) {
        assertThat(command.isolation().replacedContainers()).isEqualTo(2);
      }
    }
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void aStartThatIsLostAgainAndAgainIsRefused() {
    int before = engine.starts.get();
    lose(ContainerStarts.MOST_REPLACED + 2, STOPPED, /* passed= */ false);
    SandboxException refused =
        catchThrowableOfType(SandboxException.class, () -> lab.open("again"));
    assertThat(refused.code().name()).isEqualTo("SANDBOX_FAILED");
    assertThat(refused).hasMessageContaining(STOPPED);
    assertThat(engine.starts.get() - before).isEqualTo(ContainerStarts.MOST_REPLACED + 1);
    assertThat(replaced).hasSize(ContainerStarts.MOST_REPLACED);
    assertThat(lab.left()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|OCI runtime create failed: runc create failed: unable to start container process",
        "500|cannot start a stopped process: unknown, or so a command says",
        "500|no such file: cannot start a stopped process: unknown",
        "409|cannot start a stopped process: unknown",
        "404|No such container: cannot start an already running container",
      })
  void noOtherFailureIsTriedAgain(int status, String message) {
    int before = engine.starts.get();
    engine.faults.add(new FaultyEngine.Fault(status, message, /* passed= */ false));
    SandboxException refused =
        catchThrowableOfType(SandboxException.class, () -> lab.open("other"));
    assertThat(refused.code().name()).isEqualTo("SANDBOX_FAILED");
    assertThat(engine.starts.get() - before).isEqualTo(1);
    assertThat(replaced).isEmpty();
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void aLostPauseContainerIsSaidAndLeavesNothing() {
    RunSandbox run = lab.open("lost");
    PreparedCommand waiting = lab.prepare(run);
    containers().forEach(id -> SandboxFixture.docker("kill", id));
    assertThat(
            catchThrowableOfType(
                SandboxException.class,
                () -> waiting.run(SandboxFixture.bash("true"), OutputSink.NONE)))
        .satisfies(e -> assertThat(e.code().name()).isEqualTo("SANDBOX_LOST"));
    assertThat(catchThrowableOfType(SandboxException.class, () -> lab.prepare(run)))
        .satisfies(e -> assertThat(e.code().name()).isEqualTo("SANDBOX_LOST"));
    run.close();
    assertThat(lab.left()).isEmpty();
  }
}
