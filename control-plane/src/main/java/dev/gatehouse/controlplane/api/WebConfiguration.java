package dev.gatehouse.controlplane.api;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.SecretFile;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.identities.MetricsToken;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * What every call passes, in order: a slot, the token, the limits of its identity, the route, the
 * role, then its body, then strict JSON.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
  private static final int KEY_BYTES = 32;

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
  FilterRegistrationBean<AdmissionFilter> admission(Slots slots, Problems problems) {
    return first(new AdmissionFilter(slots, problems), 0);
  }

  @Bean
  FilterRegistrationBean<AuthenticationFilter> authentication(
      Identities identities,
      RunTokens tokens,
      RunOwners owners,
      MetricsToken metrics,
      Problems problems) {
    return first(new AuthenticationFilter(identities, tokens, owners, metrics, problems), 1);
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
  FilterRegistrationBean<CallFilter> calls(
      CallPlaces places, MemoryBudget budget, Problems problems, GatehouseProperties properties) {
    Deadlines deadlines = new Deadlines(properties.bodyWithin(), properties.answerWithin());
    return first(new CallFilter(places, budget, deadlines, problems), 2);
  }

  /** Only requests from outside, before every filter of the framework. */
  private static <F extends Filter> FilterRegistrationBean<F> first(F filter, int place) {
    FilterRegistrationBean<F> registered = new FilterRegistrationBean<>(filter);
    registered.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
    registered.setDispatcherTypes(DispatcherType.REQUEST);
    return registered;
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
        resolvers.add(new PrincipalResolver());
        resolvers.add(new CallResolver());
      }

      // There is one form of each answer, whatever a client accepts.
      @Override
      public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.ALL);
      }
    };
  }

  @Bean
  RunTokens runTokens(DataDirectory data, RandomGenerator random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String kept = SecretFile.readOrCreate(data.runTokenKey(), HexFormat.of().formatHex(key));
    return new RunTokens(HexFormat.of().parseHex(kept));
  }

  /** Unknown members, duplicates, nulls for primitives and silent conversions are refused (A1). */
  @Bean
  JsonMapperBuilderCustomizer strictJson() {
    return builder ->
        builder
            .addModule(
                new SimpleModule()
                    .addDeserializer(String.class, new WellFormedStringDeserializer()))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                LogicalType.Textual,
                config ->
                    config
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }
}
