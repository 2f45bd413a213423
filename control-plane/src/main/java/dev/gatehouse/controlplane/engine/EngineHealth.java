package dev.gatehouse.controlplane.engine;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@code engine} in readiness: whether the engine answers and has the sandbox image. It is asked by
 * a {@link dev.gatehouse.controlplane.Repetition}, so that an engine that hangs holds no call of
 * health up.
 */
final class EngineHealth implements HealthIndicator {
  private static final Set<ErrorCode> NOT_READY =
      Set.of(
          SandboxErrorCode.ENGINE_UNAVAILABLE,
          SandboxErrorCode.IMAGE_MISSING,
          SandboxErrorCode.IMAGE_UNFIT);

  private final SandboxSetup sandbox;
  private final Duration goodFor;
  private volatile long answeredAt;
  private volatile boolean answered;

  /**
   * Health of this engine.
   *
   * @param goodFor an answer that is older does not count: longer than the engine may take for one
   */
  EngineHealth(SandboxSetup sandbox, Duration goodFor) {
    this.sandbox = sandbox;
    this.goodFor = goodFor;
  }

  @Override
  public Health health() {
    boolean recent = System.nanoTime() - answeredAt < goodFor.toNanos();
    return answered && recent ? Health.up().build() : Health.down().build();
  }

  /** Asks the engine. */
  void ask() {
    answered = answers();
    answeredAt = System.nanoTime();
  }

  private boolean answers() {
    try {
      return !sandbox.image().id().isEmpty();
    } catch (GatehouseException e) {
      return !NOT_READY.contains(e.code());
    } catch (RuntimeException e) {
      return false;
    }
  }
}
