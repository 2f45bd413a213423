package dev.gatehouse.controlplane.web;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.SecretFile;
import dev.gatehouse.controlplane.identities.Identities;
import java.io.IOException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** What every call passes, in order: the token first, then bounds, then strict JSON. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
  private static final int KEY_BYTES = 32;

  @Bean
  FilterRegistrationBean<BoundedRequestFilter> boundedRequests(
      Problems problems, @Value("${gatehouse.max-body-bytes:10485760}") int maxBodyBytes) {
    FilterRegistrationBean<BoundedRequestFilter> filter =
        new FilterRegistrationBean<>(new BoundedRequestFilter(maxBodyBytes, problems));
    filter.setOrder(2);
    return filter;
  }

  @Bean
  FilterRegistrationBean<AuthenticationFilter> authentication(
      Identities identities, RunTokens tokens, RunOwners owners, Problems problems) {
    FilterRegistrationBean<AuthenticationFilter> filter =
        new FilterRegistrationBean<>(
            new AuthenticationFilter(identities, tokens, owners, problems));
    filter.setOrder(1);
    return filter;
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
            .addModule(new SimpleModule().addDeserializer(String.class, new WholeText()))
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
