package dev.gatehouse.controlplane.engine;

import dev.gatehouse.sandbox.SandboxListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, and logs, containers that were replaced because the engine lost their start. */
final class ReplacedContainers implements SandboxListener {
  /** Name of the counter. */
  static final String COUNTER = "gatehouse.sandbox.containers.replaced";

  private static final Logger LOG = LoggerFactory.getLogger(ReplacedContainers.class);
  private final Counter counter;

  ReplacedContainers(MeterRegistry meters) {
    counter =
        Counter.builder(COUNTER)
            .description("containers replaced because the engine lost their start to a race")
            .register(meters);
  }

  @Override
  public void containerReplaced(String message) {
    counter.increment();
    LOG.warn("the engine lost the start of a container, which was replaced: {}", message);
  }
}
