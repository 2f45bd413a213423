package dev.gatehouse.controlplane.profiles;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.DerivedProfiles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The profiles that runs may name. */
@Configuration(proxyBeanMethods = false)
class ProfilesConfiguration {
  @Bean
  ProfileRegistry profileRegistry(DerivedProfiles derived, DataDirectory data) {
    return new ProfileRegistry(derived, data.profiles());
  }
}
