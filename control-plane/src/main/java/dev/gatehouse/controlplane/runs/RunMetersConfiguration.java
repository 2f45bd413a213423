package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics of runs and of closing. */
@Configuration(proxyBeanMethods = false)
class RunMetersConfiguration {
  @Bean
  RunMeters runMeters(OpenRunRegistry runs, RunSealer sealer) {
    return new RunMeters(runs, sealer);
  }

  @Bean
  MeterBinder closingExecutorMeters(ThreadPoolExecutor closingExecutor) {
    return new ExecutorServiceMetrics(closingExecutor, "closing", List.of());
  }
}
