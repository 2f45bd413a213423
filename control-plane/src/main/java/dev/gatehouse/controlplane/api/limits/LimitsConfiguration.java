package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.api.problem.RefusingFilter;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What calls may take, and the guard between the route and the body. */
@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {
  @Bean
  Slots slots(GatehouseProperties properties) {
    return new Slots(properties.threads());
  }

  /** By default three eighths of the heap: what is counted is what bodies and answers cost. */
  @Bean
  MemoryBudget memoryBudget(GatehouseProperties properties) {
    long bytes = properties.inflightBytes().toBytes();
    return new MemoryBudget(bytes > 0 ? bytes : Runtime.getRuntime().maxMemory() / 8 * 3);
  }

  @Bean
  FilterRegistrationBean<RefusingFilter> admission(Slots slots, Problems problems) {
    return new AdmissionFilter(slots, problems).registered(RefusingFilter.Place.ADMISSION);
  }

  @Bean
  CallPlaces callPlaces(Slots slots, GatehouseProperties properties) {
    return new CallPlaces(
        slots,
        new CallLimits(
            properties.callsAtOnce(),
            slots.waitingOfOneAgent(),
            slots.idleOfOneAgent(),
            properties.callsPerSecond()));
  }

  @Bean
  FilterRegistrationBean<RefusingFilter> calls(
      CallPlaces places, MemoryBudget budget, Problems problems, GatehouseProperties properties) {
    Deadlines deadlines = new Deadlines(properties.bodyWithin(), properties.answerWithin());
    return new CallFilter(places, budget, deadlines, problems)
        .registered(RefusingFilter.Place.CALL);
  }

  @Bean
  WebMvcConfigurer guarded(CallPlaces places, GatehouseProperties properties) {
    int maxBodyBytes = Math.toIntExact(properties.maxBodyBytes().toBytes());
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new CallGuard(places, maxBodyBytes));
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallMemoryResolver());
      }
    };
  }
}
