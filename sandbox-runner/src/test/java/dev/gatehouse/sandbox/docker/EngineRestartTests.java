package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.sandbox.CleanupResult;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxListener;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.sandbox.confinement.Labels;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that ends under load, on the real thing: one code at once, then everything goes on. */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ROOT)
class EngineRestartTests {
  private static final int RUNS = 3;

  private final SecondEngine engine = new SecondEngine();
  private SandboxFixture lab;

  @BeforeAll
  void open() {
    engine.takeImage();
    lab = new SandboxFixture(engine.settings(), SandboxListener.NONE);
  }

  @AfterAll
  void close() {
    try (engine) {
      lab.close();
    }
  }

  private List<String> left() {
    String owner = "label=" + Labels.OWNER + "=" + lab.owner;
    List<String> left = new java.util.ArrayList<>(engine.docker("ps", "-aq", "--filter", owner));
    left.addAll(engine.docker("volume", "ls", "-q", "--filter", owner));
    left.removeIf(String::isEmpty);
    return left;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRestartUnderLoadCostsWhatWasRunningAndNothingElse(boolean kill) throws Exception {
    List<RunSandbox> runs =
        IntStream.range(0, RUNS).mapToObj(n -> lab.open("load" + n + kill)).toList();
    List<PreparedCommand> commands = runs.stream().map(lab::prepare).toList();
    CountDownLatch running = new CountDownLatch(RUNS);
    try (ExecutorService pool = Executors.newFixedThreadPool(RUNS)) {
      List<Future<Termination>> endings =
          commands.stream()
              .map(command ->
                  pool.submit(() ->
                      command
                          .run(
                              SandboxFixture.bash("echo on; sleep 60"),
                              (stream, bytes) -> running.countDown())
                          .ending()))
              .toList();
      assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
      engine.end(kill);
      for (Future<Termination> ending : endings) {
        assertThat(ending.get(60, TimeUnit.SECONDS)).isInstanceOf(Termination.StarterLost.class);
      }
    }

    long began = System.nanoTime();
    for (RunSandbox run : runs) {
      assertThat(code(() -> lab.prepare(run))).isEqualTo("ENGINE_UNAVAILABLE");
      assertThat(code(run::close)).isEqualTo("ENGINE_UNAVAILABLE");
    }
    assertThat(code(() -> lab.open("away"))).isEqualTo("ENGINE_UNAVAILABLE");
    assertThat(code(() -> lab.sandboxes.image("any"))).isEqualTo("ENGINE_UNAVAILABLE");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));

    engine.start();
    assertThat(commands).allMatch(command -> command.confirm(Duration.ofSeconds(20)).agrees());
    runs.forEach(RunSandbox::close);
    try (RunSandbox again = lab.open("again" + kill)) {
      assertThat(lab.bash(again, "exit 3").ending()).isEqualTo(new Termination.Exited(3));
    }
    assertThat(lab.sandboxes.reap(lab.owner, run -> false)).isEqualTo(new CleanupResult(0, 0));
    assertThat(left()).isEmpty();
  }

  private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(SandboxException.class, call).code().name();
  }
}
