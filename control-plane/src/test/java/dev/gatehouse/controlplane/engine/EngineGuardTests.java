package dev.gatehouse.controlplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.FakeSandboxEngine;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.syscalls.SyscallObserver;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The breaker and the bulkheads cover the preparation, the run and the confirmation of commands.
 */
class EngineGuardTests {
  private static final int FAILURES = 3;
  private static final CommandSpec COMMAND =
      new CommandSpec(
          List.of("true"), Map.of(), "/workspace", new byte[0], Duration.ofSeconds(1), 1, 1);
  private static final RunSandboxSpec SPEC =
      new RunSandboxSpec(
          "owner",
          "run",
          new SandboxImage("sha256:" + "0".repeat(64), Map.of()),
          1000,
          1000,
          new SandboxLimits(1 << 24, 1000, 48, 1 << 20, 100, 1 << 20, 100, 64, 1 << 20));

  @TempDir Path layers;

  private final CircuitBreaker breaker =
      CircuitBreaker.of("engine", EngineConfiguration.breaker(FAILURES, Duration.ofHours(1)));
  private final Bulkhead calls = bulkhead("engine");
  private final Bulkhead commands = bulkhead("commands");
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private FakeSandboxEngine engine;
  private RunSandbox run;

  private static Bulkhead bulkhead(String name) {
    return Bulkhead.of(
        name, BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ZERO).build());
  }

  @BeforeEach
  void open() {
    engine = new FakeSandboxEngine(layers);
    GuardedSandboxes guarded =
        new GuardedSandboxes(
            () -> engine,
            "owner",
            Set::of,
            new EngineGuard(breaker, calls, commands),
            SyscallObserver.NONE);
    run = guarded.open(SPEC);
  }

  @AfterEach
  void close() {
    other.shutdownNow();
  }

  @Test
  void failuresOfEachCallOpenTheBreakerForAllOfThem() {
    PreparedCommand command = prepare();
    away(true);
    fails(() -> prepare(), "ENGINE_UNAVAILABLE");
    fails(() -> command.run(COMMAND, OutputSink.NONE), "ENGINE_UNAVAILABLE");
    fails(() -> command.confirm(Duration.ZERO), "ENGINE_UNAVAILABLE");
    assertThat(breaker.getState()).isEqualTo(State.OPEN);

    away(false);
    int asked = engine.prepared();
    fails(() -> prepare(), "ENGINE_UNAVAILABLE");
    fails(() -> command.run(COMMAND, OutputSink.NONE), "ENGINE_UNAVAILABLE");
    fails(() -> command.confirm(Duration.ZERO), "ENGINE_UNAVAILABLE");
    assertThat(engine.prepared()).as("an open breaker asks nothing").isEqualTo(asked);
  }

  @Test
  void oneSuccessWhenHalfOpenClosesTheBreaker() {
    PreparedCommand command = prepare();
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
    assertThat(command.run(COMMAND, OutputSink.NONE).ending()).isEqualTo(new Termination.Exited(0));
    assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    assertThat(prepare()).isNotNull();
  }

  @Test
  void oneFailureWhenHalfOpenOpensItAgain() {
    PreparedCommand command = prepare();
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
    away(true);
    fails(() -> command.confirm(Duration.ZERO), "ENGINE_UNAVAILABLE");
    assertThat(breaker.getState()).isEqualTo(State.OPEN);
  }

  @Test
  void aCommandThatFailsByItselfSaysNothingAboutTheEngine() {
    for (int n = 0; n < 2 * FAILURES; n++) {
      PreparedCommand command = prepare();
      engine.command =
          (line, upper) -> {
            throw new SandboxException(SandboxErrorCode.COMMAND_INVALID, "too long", "shorten it");
          };
      fails(() -> command.run(COMMAND, OutputSink.NONE), "COMMAND_INVALID");
    }
    assertThat(breaker.getState()).isEqualTo(State.CLOSED);
  }

  @Test
  void aSlowCommandKeepsOthersFromRunningButNotFromBeingPrepared() throws Exception {
    PreparedCommand slow = prepare();
    PreparedCommand next = prepare();
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.command =
        (line, upper) -> {
          runs.countDown();
          await(goOn);
          return new Termination.Exited(0);
        };
    Future<?> first = other.submit(() -> slow.run(COMMAND, OutputSink.NONE));
    await(runs);
    fails(() -> next.run(COMMAND, OutputSink.NONE), "ENGINE_BUSY");
    assertThat(prepare()).isNotNull();
    goOn.countDown();
    first.get(10, TimeUnit.SECONDS);
    assertThat(next.run(COMMAND, OutputSink.NONE).ending()).isEqualTo(new Termination.Exited(0));
    assertThat(breaker.getState()).as("slow is no failure").isEqualTo(State.CLOSED);
  }

  @Test
  void aSlowEngineRefusesFurtherCallsAtOnce() throws Exception {
    PreparedCommand command = prepare();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.onPrepare =
        () -> {
          asked.countDown();
          await(goOn);
          return Optional.empty();
        };
    Future<?> first = other.submit(this::prepare);
    await(asked);
    fails(() -> command.confirm(Duration.ZERO), "ENGINE_BUSY");
    goOn.countDown();
    first.get(10, TimeUnit.SECONDS);
    assertThat(command.confirm(Duration.ZERO).agrees()).isTrue();
  }

  private PreparedCommand prepare() {
    return run.prepare("c", Path.of("/lower"));
  }

  private void away(boolean away) {
    SandboxException gone =
        new SandboxException(SandboxErrorCode.ENGINE_UNAVAILABLE, "no engine answers", "start it");
    engine.onPrepare = () -> away ? Optional.of(gone) : Optional.empty();
    engine.onConfirm = engine.onPrepare;
    engine.command =
        (line, upper) -> {
          if (away) {
            throw gone;
          }
          return new Termination.Exited(0);
        };
  }

  private static void fails(ThrowingCallable call, String code) {
    assertThat(catchThrowable(call))
        .isInstanceOfSatisfying(
            GatehouseException.class, e -> assertThat(e.code().name()).isEqualTo(code));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
