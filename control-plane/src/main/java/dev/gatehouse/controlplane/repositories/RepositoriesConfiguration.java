package dev.gatehouse.controlplane.repositories;

import dev.gatehouse.controlplane.DataDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gateway's copies of repositories. */
@Configuration(proxyBeanMethods = false)
class RepositoriesConfiguration {
  @Bean
  Mirrors mirrors(DataDirectory data) {
    return new Mirrors(data.mirrors());
  }
}
