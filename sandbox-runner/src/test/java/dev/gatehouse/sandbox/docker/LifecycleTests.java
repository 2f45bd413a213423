package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sandbox.CleanupResult;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.EngineFacts;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.sandbox.confinement.Labels;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Nothing remains, nothing is reused, and nothing foreign is touched. */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ENGINE)
class LifecycleTests {
  private SandboxFixture lab;

  @BeforeAll
  void open() {
    lab = new SandboxFixture();
  }

  @AfterAll
  void close() {
    lab.close();
  }

  private static void assertRefused(String code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            SandboxException.class,
            e -> {
              assertThat(e.code().name()).isEqualTo(code);
              assertThat(e.next()).isNotBlank();
            });
  }

  @Test
  void closingARunLeavesNothing() {
    RunSandbox run = lab.open("closing");
    PreparedCommand used = lab.prepare(run);
    assertThat(used.run(SandboxFixture.bash("echo x > y"), OutputSink.NONE).ending())
        .isEqualTo(new Termination.Exited(0));
    PreparedCommand waiting = lab.prepare(run);
    assertThat(lab.left()).isNotEmpty();
    run.close();
    assertThat(lab.left()).isEmpty();
    waiting.close();
    run.close();
    assertRefused("RUN_CLOSED", () -> lab.prepare(run));
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void closingARunEndsItsLiveCommand() throws Exception {
    RunSandbox run = lab.open("live");
    PreparedCommand command = lab.prepare(run);
    CountDownLatch running = new CountDownLatch(1);
    Thread closer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                running.await();
                run.close();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    CommandOutcome outcome =
        command.run(
            SandboxFixture.bash("echo on; sleep 60"), (stream, bytes) -> running.countDown());
    closer.join();
    assertThat(outcome.ending()).isInstanceOf(Termination.StarterLost.class);
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void oneCommandOfARunIsLive() throws Exception {
    try (RunSandbox run = lab.open("turns");
        PreparedCommand first = lab.prepare(run);
        PreparedCommand second = lab.prepare(run)) {
      CountDownLatch running = new CountDownLatch(1);
      Thread runner =
          Thread.ofVirtual()
              .start(() ->
                  first.run(
                      SandboxFixture.bash("echo on; sleep 60"),
                      (stream, bytes) -> running.countDown()));
      running.await();
      assertRefused("COMMAND_LIVE", () -> second.run(SandboxFixture.bash("true"), OutputSink.NONE));
      first.cancel();
      runner.join();
      assertRefused("COMMAND_USED", () -> first.run(SandboxFixture.bash("true"), OutputSink.NONE));
    }
  }

  @Test
  void aContainerServesOneCommand() {
    try (RunSandbox run = lab.open("once");
        PreparedCommand command = lab.prepare(run)) {
      assertThat(command.run(SandboxFixture.bash("true"), OutputSink.NONE).ending())
          .isEqualTo(new Termination.Exited(0));
      assertRefused(
          "COMMAND_USED", () -> command.run(SandboxFixture.bash("true"), OutputSink.NONE));
    }
  }

  @Test
  void reapingSparesWhatIsKeptAndWhatIsForeign() {
    String foreign = "foreign-" + UUID.randomUUID();
    String container =
        SandboxFixture.docker(
                "run",
                "-d",
                "--network",
                "none",
                "--label",
                Labels.OWNER + "=" + foreign,
                "--label",
                Labels.RUN + "=r",
                "--entrypoint",
                "sleep",
                lab.image.id(),
                "600")
            .getFirst();
    SandboxFixture.docker("volume", "create", "--label", Labels.OWNER + "=" + foreign, foreign);
    SandboxFixture.docker("volume", "create", foreign + "-unlabelled");
    try (RunSandbox kept = lab.open("kept")) {
      RunSandbox crashed = lab.open("crashed");
      lab.prepare(crashed);
      assertThat(lab.sandboxes.reap(lab.owner, "kept"::equals)).isEqualTo(new CleanupResult(2, 3));
      assertThat(lab.bash(kept, "exit 5").ending()).isEqualTo(new Termination.Exited(5));
      assertThat(SandboxFixture.docker("inspect", "-f", "{{.State.Running}}", container))
          .containsExactly("true");
      assertThat(SandboxFixture.docker("volume", "ls", "-q"))
          .contains(foreign, foreign + "-unlabelled");
    } finally {
      SandboxFixture.docker("rm", "-f", container);
      SandboxFixture.docker("volume", "rm", foreign, foreign + "-unlabelled");
    }
    assertThat(lab.left()).isEmpty();
  }

  /** A gateway that opens a run and starts a command, and is then killed. */
  static final class KilledProcess {
    private KilledProcess() {}

    public static void main(String[] arguments) {
      SandboxEngine sandboxes = DockerSandboxEngine.connect(EngineSettings.usual());
      SandboxImage image = sandboxes.image("gatehouse/sandbox:local");
      RunSandbox run =
          sandboxes.open(
              new RunSandboxSpec(
                  arguments[0],
                  "doomed",
                  image,
                  SandboxFixture.UID,
                  SandboxFixture.UID,
                  SandboxFixture.LIMITS));
      PreparedCommand command = run.prepare("c", Path.of(arguments[1]));
      CommandOutcome _ =
          command.run(
              SandboxFixture.bash("echo on; sleep 600"),
              (stream, bytes) -> System.out.println(command.isolation().containerId()));
    }
  }

  @Test
  void aCommandEndsWithItsGatewayAndTheNextOneClearsAway() throws IOException {
    Process gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                lab.owner,
                lab.lower.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String container = gateway.inputReader().readLine();
    assertThat(SandboxFixture.docker("inspect", "-f", "{{.State.Running}}", container))
        .containsExactly("true");
    gateway.destroyForcibly().onExit().join();
    assertThat(SandboxFixture.docker("wait", container))
        .as("the starter saw it")
        .containsExactly("125");
    assertThat(lab.left()).hasSizeGreaterThan(4);
    assertThat(lab.sandboxes.reap(lab.owner, run -> false)).isEqualTo(new CleanupResult(2, 3));
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void tellsTheFactsOfTheEngine() {
    EngineFacts facts = lab.sandboxes.facts();
    assertThat(facts.engine())
        .isEqualTo(SandboxFixture.docker("version", "-f", "{{.Server.Version}}").getFirst());
    assertThat(facts.runtime()).startsWith("runc ").contains("(");
    assertThat(facts.cgroups()).isIn("1", "2");
    assertThat(List.of(facts.containerd(), facts.storage(), facts.kernel()))
        .doesNotContain("unknown");
  }

  @Test
  void refusesImagesThatAreMissingOrUnfit() throws IOException {
    assertRefused("IMAGE_MISSING", () -> lab.sandboxes.image("gatehouse/no-such:image"));
    Process tar = new ProcessBuilder("tar", "-cf", "-", "-T", "/dev/null").start();
    byte[] empty = tar.getInputStream().readAllBytes();
    Path file = java.nio.file.Files.write(Path.of("target", "empty.tar"), empty);
    String unfit = SandboxFixture.docker("import", file.toString()).getFirst();
    try {
      assertRefused("IMAGE_UNFIT", () -> lab.sandboxes.image(unfit));
    } finally {
      SandboxFixture.docker("rmi", unfit);
    }
  }

  @Test
  void saysThatNoEngineAnswers() {
    assertRefused(
        "ENGINE_UNAVAILABLE",
        () ->
            DockerSandboxEngine.connect(
                new EngineSettings(Path.of("/nonexistent/engine.sock"), Duration.ofSeconds(2))));
  }

  @Test
  void leavesNothingWhenARunCannotBeOpened() {
    SandboxImage gone = new SandboxImage("sha256:" + "0".repeat(64), java.util.Map.of());
    assertRefused(
        "SANDBOX_FAILED",
        () ->
            lab.sandboxes.open(
                new RunSandboxSpec(
                    lab.owner,
                    "none",
                    gone,
                    SandboxFixture.UID,
                    SandboxFixture.UID,
                    SandboxFixture.LIMITS)));
    assertThat(lab.left()).isEmpty();
  }

  @Test
  void refusesRootAndNamesThatAreNoIds() {
    assertThatThrownBy(
            () -> new RunSandboxSpec(lab.owner, "r", lab.image, 0, 5, SandboxFixture.LIMITS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new RunSandboxSpec(lab.owner, "../r", lab.image, 5, 5, SandboxFixture.LIMITS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
