package dev.gatehouse.controlplane.index;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.DataLock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The index's beans. */
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {
  @Bean
  RunIndex runIndex(DataDirectory data, DataLock lock) {
    lock.requireHeld();
    return RunIndex.open(data.runIndex(), data.runs());
  }

  @Bean
  UnprojectedRuns unprojectedRuns(RunIndex index) {
    return new UnprojectedRuns(index);
  }
}
