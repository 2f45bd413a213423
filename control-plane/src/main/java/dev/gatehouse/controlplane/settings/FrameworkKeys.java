package dev.gatehouse.controlplane.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Refuses a start that sets keys of Spring Boot below {@code server}, {@code spring} and {@code
 * management}, other than those that change nothing of the API's protection. Addresses, filters,
 * endpoints and error answers are as {@code application.properties} of the server has them: another
 * place, port or list of the Actuator's endpoints would take them out of what authentication
 * protects.
 */
final class FrameworkKeys implements EnvironmentPostProcessor, Ordered {
  /** Keys that INTERFACES.md lists. */
  private static final Set<ConfigurationPropertyName> PERMITTED =
      Set.of(
          ConfigurationPropertyName.of("server.address"),
          ConfigurationPropertyName.of("server.port"),
          ConfigurationPropertyName.of("server.tomcat.connection-timeout"),
          ConfigurationPropertyName.of("spring.context.exit"),
          ConfigurationPropertyName.of("spring.lifecycle.timeout-per-shutdown-phase"));

  private static final List<ConfigurationPropertyName> PREFIXES =
      List.of(
          ConfigurationPropertyName.of("management"),
          ConfigurationPropertyName.of("server"),
          ConfigurationPropertyName.of("spring"));

  /** Keys that Spring Boot itself sets: the id of the process, and the version of the jar. */
  private static final Set<ConfigurationPropertyName> SET_BY_SPRING =
      Set.of(
          ConfigurationPropertyName.of("spring.application.pid"),
          ConfigurationPropertyName.of("spring.application.version"));

  /** Beginning of Spring Boot's name of the file; the rest says how it was found. */
  private static final String OWN_FILE =
      "Config resource 'class path resource [application.properties]' via location ";

  /** After the files of the configuration were read. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    List<String> refused = new ArrayList<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource keys && !isOwn(source)) {
        keys.stream()
            .filter(FrameworkKeys::isRefused)
            .map(keys::getConfigurationProperty)
            .filter(Objects::nonNull)
            .map(FrameworkKeys::shown)
            .forEach(refused::add);
      }
    }
    if (!refused.isEmpty()) {
      throw new FrameworkKeyException(refused);
    }
  }

  private static boolean isRefused(ConfigurationPropertyName name) {
    return PREFIXES.stream().anyMatch(prefix -> prefix.isAncestorOf(name))
        && !PERMITTED.contains(name)
        && !SET_BY_SPRING.contains(name);
  }

  /** Whether it is the server's own file, in its jar, or says that no other is searched for. */
  private static boolean isOwn(ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof PropertySource<?> own
        && (own.getName().startsWith(OWN_FILE) || own.getName().equals(ConfigurationPlaces.SOURCE));
  }

  private static String shown(ConfigurationProperty property) {
    Origin origin = property.getOrigin();
    return property.getName() + (origin == null ? "" : " (" + origin + ")");
  }
}
