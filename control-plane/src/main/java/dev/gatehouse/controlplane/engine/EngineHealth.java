package dev.gatehouse.controlplane.engine;

import dev.gatehouse.sandbox.SandboxRefused;
import dev.gatehouse.syscalls.SandboxSetup;
import dev.gatehouse.syscalls.SyscallRefused;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * {@code engine} in readiness: whether the engine answers and has the sandbox image. It is asked on
 * a timer of its own, so that an engine that hangs holds no call of health up.
 */
final class EngineHealth implements HealthIndicator, SmartLifecycle {
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);

  /** An answer that is older does not count: longer than the engine may take for one. */
  private static final Duration GOOD_FOR = Duration.ofSeconds(75);

  private static final Set<String> NOT_READY =
      Set.of("ENGINE_UNAVAILABLE", "IMAGE_MISSING", "IMAGE_UNFIT");

  private final SandboxSetup sandbox;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("engine-health").factory());
  private volatile long answeredAt;
  private volatile boolean answered;
  private volatile boolean running;

  EngineHealth(SandboxSetup sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public Health health() {
    boolean recent = System.nanoTime() - answeredAt < GOOD_FOR.toNanos();
    return answered && recent ? Health.up().build() : Health.down().build();
  }

  /** Asks once, so that readiness knows from its first answer on; then again and again. */
  @Override
  public void start() {
    ask();
    long every = ASK_EVERY.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::ask, every, every, TimeUnit.MILLISECONDS);
    running = true;
  }

  private void ask() {
    answered = answers();
    answeredAt = System.nanoTime();
  }

  private boolean answers() {
    try {
      return !sandbox.image().id().isEmpty();
    } catch (SandboxRefused e) {
      return !NOT_READY.contains(e.code());
    } catch (SyscallRefused e) {
      return !NOT_READY.contains(e.code());
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Behind what opens runs, before the web server. */
  @Override
  public int getPhase() {
    return 1;
  }
}
