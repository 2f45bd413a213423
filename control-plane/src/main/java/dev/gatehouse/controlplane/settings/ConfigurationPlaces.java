package dev.gatehouse.controlplane.settings;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Has the server read the file of its own jar, and what that imports. Spring Boot would also read
 * {@code application.yaml} and {@code config/} of the directory that the server is started in,
 * which may be a repository that agents change.
 */
final class ConfigurationPlaces implements EnvironmentPostProcessor, Ordered {
  /** Name of the property source. */
  static final String SOURCE = "places of the server's configuration";

  /** Before the files are read. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER - 1;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment
        .getPropertySources()
        .addLast(new MapPropertySource(SOURCE, Map.of("spring.config.location", "classpath:/")));
  }
}
