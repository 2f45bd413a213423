package dev.gatehouse.controlplane.storage;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.syscalls.limit.StorageRoom;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The beans of free space: for the dispatcher, for other calls, for readiness. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
  private static final String[] GIVE_BACK = {"/v1/runs/*/submit", "/v1/runs/*/cancel"};

  @Bean
  FreeSpace freeSpace(DataDirectory data, GatehouseProperties properties) {
    return new FreeSpace(data.root(), properties.minFreeBytes().toBytes());
  }

  @Bean
  MeterBinder storageMeters(FreeSpace space) {
    return meters ->
        Gauge.builder("gatehouse.storage.free", space::free)
            .description("Free bytes of the data directory's file system")
            .baseUnit("bytes")
            .register(meters);
  }

  /** {@code storage} in readiness. */
  @Bean
  HealthIndicator storageHealthIndicator(FreeSpace space) {
    return () -> space.hasRoom() ? Health.up().build() : Health.down().build();
  }

  /**
   * Every call that changes something, except syscalls: the dispatcher asks for those. A submit and
   * a cancellation are a line, and give room back.
   */
  @Bean
  WebMvcConfigurer roomForCalls(FreeSpace space) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry
            .addInterceptor(new RoomForCalls(space, StorageRoom.Need.CHANGE))
            .addPathPatterns("/v1/**")
            .excludePathPatterns("/v1/runs/*/syscalls/*")
            .excludePathPatterns(GIVE_BACK);
        registry
            .addInterceptor(new RoomForCalls(space, StorageRoom.Need.LINE))
            .addPathPatterns(GIVE_BACK);
      }
    };
  }
}
