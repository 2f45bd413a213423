package dev.gatehouse.controlplane.metrics;

import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.syscalls.SyscallObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times syscalls by name and outcome, and the steps of their commands. Outcomes are {@code done},
 * the code of the refusal, or {@code error}.
 */
public final class SyscallMetrics implements SyscallObserver {
  private static final Logger LOG = LoggerFactory.getLogger(SyscallMetrics.class);
  private static final String DONE = "done";
  private static final String ERROR = "error";

  /** Upper bounds of the histogram's buckets: from a file that is read to the longest command. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10)
  };

  private final MeterRegistry meters;
  private final Map<Step, Timer> steps = new EnumMap<>(Step.class);

  /** Metrics in that registry. */
  public SyscallMetrics(MeterRegistry meters) {
    this.meters = meters;
    for (Step step : Step.values()) {
      steps.put(
          step,
          Timer.builder("gatehouse.command.step")
              .description("Time in one step of a command or of a change")
              .tag("step", step.name().toLowerCase(Locale.ROOT))
              .serviceLevelObjectives(BUCKETS)
              .register(meters));
    }
  }

  /** Does a syscall and times it. */
  public <T> T call(String syscall, Supplier<T> call) {
    long began = System.nanoTime();
    String outcome = ERROR;
    try {
      T answer = call.get();
      outcome = DONE;
      return answer;
    } catch (GatehouseException refused) {
      outcome = refused.code().name();
      throw refused;
    } finally {
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      ended(syscall, outcome, time);
      LOG.debug("{}: {} after {} ms", syscall, outcome, time.toMillis());
    }
  }

  /** Counts a syscall whose request could not be read. */
  public void unreadable(String syscall, String code) {
    ended(syscall, code, Duration.ZERO);
  }

  private void ended(String syscall, String outcome, Duration time) {
    Timer.builder("gatehouse.syscalls")
        .description("Syscalls by name and outcome: done, the code of the refusal, or error")
        .tag("syscall", syscall)
        .tag("outcome", outcome)
        .serviceLevelObjectives(BUCKETS)
        .register(meters)
        .record(time);
  }

  @Override
  public void began(String runId, String callId) {
    LogContext.call(callId);
  }

  @Override
  public void took(Step step, Duration time) {
    Timer timer = steps.get(step);
    if (timer != null) {
      timer.record(time);
    }
  }
}
