package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A removal that the engine lost to the end of the container costs no call. */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ENGINE)
class ContainerRemovalTests {
  private static final String LOST =
      "Could not kill running container ID, cannot remove - Container ID is not running";

  private final FaultyEngine engine = new FaultyEngine();
  private SandboxFixture lab;

  @BeforeAll
  void open() {
    lab = new SandboxFixture(new EngineSettings(engine.socket(), Duration.ofSeconds(30)), _ -> {});
  }

  @AfterEach
  void forget() {
    engine.removalFaults.clear();
    engine.removals.clear();
  }

  @AfterAll
  void close() {
    lab.close();
    engine.close();
  }

  private void fail(int removals, String message) {
    engine.removalFaults.addAll(
        Collections.nCopies(removals, new FaultyEngine.Fault(500, message, /* passed= */ false)));
  }

  @Test
  void aRemovalThatWasLostIsAskedForAgain() {
    try (RunSandbox run = lab.open("lost")) {
      PreparedCommand command = lab.prepare(run);
      command.run(SandboxFixture.bash("true"), OutputSink.NONE);
      fail(Engine.MOST_REMOVALS - 1, LOST);
      command.close();
      assertThat(engine.removals)
          .hasSize(Engine.MOST_REMOVALS)
          .allMatch(command.isolation().containerId()::equals);
    }
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void aRemovalThatIsLostAgainAndAgainIsRefusedAndCanBeRepeated() {
    try (RunSandbox run = lab.open("again")) {
      PreparedCommand command = lab.prepare(run);
      fail(Engine.MOST_REMOVALS, LOST);
      SandboxException refused = catchThrowableOfType(SandboxException.class, command::close);
      assertThat(refused.code().name()).isEqualTo("SANDBOX_FAILED");
      assertThat(engine.removals).hasSize(Engine.MOST_REMOVALS);
      command.close();
    }
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void noOtherFailureOfARemovalIsTriedAgain() {
    try (RunSandbox run = lab.open("other")) {
      PreparedCommand command = lab.prepare(run);
      fail(1, "device or resource busy");
      assertThat(catchThrowableOfType(SandboxException.class, command::close))
          .hasMessageContaining("device or resource busy");
      assertThat(engine.removals).hasSize(1);
      command.close();
    }
    assertThat(lab.left()).isEmpty();
  }
}
