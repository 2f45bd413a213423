package dev.gatehouse.controlplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.sandbox.CleanupResult;
import dev.gatehouse.sandbox.EndedCommand;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.NetworkAttempts;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import dev.gatehouse.syscalls.SyscallObserver;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** An engine that is away costs each call no more than its refusal. */
class GuardedSandboxesTests {
  private static final RunSandboxSpec SPEC =
      new RunSandboxSpec(
          "owner",
          "run",
          new SandboxImage("sha256:" + "0".repeat(64), Map.of()),
          1000,
          1000,
          new SandboxLimits(1 << 24, 1000, 48, 1 << 20, 100, 1 << 20, 100, 64, 1 << 20));

  private final AtomicInteger prepared = new AtomicInteger();

  private static SandboxEngine away() {
    return DockerSandboxEngine.connect(
        new EngineSettings(Path.of("/nonexistent/engine.sock"), Duration.ofSeconds(30)));
  }

  private static GuardedSandboxes guarded(java.util.function.Supplier<SandboxEngine> engine) {
    return new GuardedSandboxes(
        engine,
        "owner",
        Set::of,
        new EngineGuard(
            CircuitBreaker.of("engine", EngineConfiguration.breaker(5, Duration.ofSeconds(5))),
            Bulkhead.ofDefaults("engine"),
            Bulkhead.ofDefaults("commands")),
        SyscallObserver.NONE);
  }

  private static String code(ThrowingCallable call) {
    return switch (catchThrowable(call)) {
      case GatehouseException e -> e.code().name();
      case Throwable e -> e.toString();
      case null -> "none";
    };
  }

  @Test
  void everyCallSaysAtOnceThatTheEngineIsAway() {
    try (GuardedSandboxes sandboxes = guarded(GuardedSandboxesTests::away)) {
      List<ThrowingCallable> calls =
          List.of(
              sandboxes::facts,
              () -> sandboxes.image("image"),
              () -> sandboxes.open(SPEC),
              () -> sandboxes.reap("owner", run -> false),
              () -> sandboxes.reapRun("owner", "run"),
              () -> sandboxes.ended("owner", "run", "c", Duration.ZERO));
      long began = System.nanoTime();
      for (int round = 0; round < 5; round++) {
        assertThat(calls.stream().map(GuardedSandboxesTests::code))
            .containsOnly("ENGINE_UNAVAILABLE");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void makingACommandsContainerIsBehindTheBreakerToo() {
    try (GuardedSandboxes sandboxes = guarded(Failing::new)) {
      RunSandbox run = sandboxes.open(SPEC);
      for (int n = 0; n < 20; n++) {
        assertThat(code(() -> run.prepare("c", Path.of("/lower")))).isEqualTo("ENGINE_UNAVAILABLE");
      }
      assertThat(prepared.get()).as("asked until it had failed often enough").isEqualTo(5);
    }
  }

  @Test
  void countsReplacedContainers() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ReplacedContainers replaced = new ReplacedContainers(meters);
    assertThat(meters.get(ReplacedContainers.COUNTER).counter().count()).isZero();
    replaced.containerReplaced("cannot start a stopped process");
    replaced.containerReplaced("cannot start a stopped process");
    assertThat(meters.get("gatehouse.sandbox.containers.replaced").counter().count()).isEqualTo(2);
  }

  /** An engine that went away when the run was open. */
  private final class Failing implements SandboxEngine, RunSandbox {
    @Override
    public dev.gatehouse.sandbox.EngineFacts facts() {
      throw new AssertionError();
    }

    @Override
    public SandboxImage image(String reference) {
      throw new AssertionError();
    }

    @Override
    public RunSandbox open(RunSandboxSpec spec) {
      return this;
    }

    @Override
    public CleanupResult reap(String owner, Predicate<String> keptRun) {
      return new CleanupResult(0, 0);
    }

    @Override
    public CleanupResult reapRun(String owner, String run) {
      throw new AssertionError();
    }

    @Override
    public Optional<EndedCommand> ended(String owner, String run, String commandId, Duration wait) {
      throw new AssertionError();
    }

    @Override
    public PreparedCommand prepare(String commandId, Path lower) {
      prepared.incrementAndGet();
      try (SandboxEngine none = away()) {
        throw new AssertionError(none.toString());
      }
    }

    @Override
    public NetworkAttempts networkAttempts() {
      throw new AssertionError();
    }

    @Override
    public void close() {}
  }
}
