package dev.gatehouse.controlplane.api.access;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.SecretFile;
import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.api.problem.RefusingFilter;
import dev.gatehouse.controlplane.identities.Identities;
import dev.gatehouse.controlplane.identities.MetricsToken;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Who calls: tokens, and the callers that mappings take. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
  private static final int KEY_BYTES = 32;

  @Bean
  FilterRegistrationBean<RefusingFilter> authentication(
      Identities identities,
      RunTokens tokens,
      RunOwners owners,
      MetricsToken metrics,
      Problems problems) {
    return new AuthenticationFilter(identities, tokens, owners, metrics, problems)
        .registered(RefusingFilter.Place.AUTHENTICATION);
  }

  @Bean
  RunTokens runTokens(DataDirectory data, RandomGenerator random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String kept = SecretFile.readOrCreate(data.runTokenKey(), HexFormat.of().formatHex(key));
    return new RunTokens(HexFormat.of().parseHex(kept));
  }

  @Bean
  WebMvcConfigurer principals() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new PrincipalResolver());
      }
    };
  }
}
