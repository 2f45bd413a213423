package dev.gatehouse.controlplane.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Starts with the server's own files of configuration, and with no bean: a key is refused before
 * any part is made.
 */
class FrameworkKeysTests {
  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "management.endpoints.web.base-path=/manage",
        "management.endpoints.web.path-mapping.prometheus=/m",
        "management.endpoints.web.exposure.include=*",
        "management.endpoints.web.exposure.include[0]=heapdump",
        "management.endpoints.web.discovery.enabled=true",
        "management.endpoints.access.default=unrestricted",
        "management.endpoint.health.show-details=always",
        "management.endpoint.health.group.all.include=*",
        "management.endpoint.shutdown.access=unrestricted",
        "management.server.port=0",
        "management.server.base-path=/m",
        "management.health.diskspace.enabled=true",
        "server.servlet.context-path=/x",
        "server.error.include-stacktrace=always",
        "server.tomcat.relaxed-path-chars=[",
        "server.tomcat.additional-tld-skip-patterns=x",
        "server.tomcat.max-swallow-size=-1",
        "server.max-http-request-header-size=1MB",
        "server.forward-headers-strategy=native",
        "spring.mvc.servlet.path=/x",
        "spring.mvc.pathmatch.matching-strategy=ant_path_matcher",
        "spring.web.resources.add-mappings=true",
        "spring.autoconfigure.exclude=",
        "spring.main.sources=x",
        "spring.config.additional-location=optional:file:/nowhere/",
        "spring.application.json={}",
        "SPRING.MVC.SERVLET.PATH=/x",
        "Management.Endpoints.Web.basePath=/manage"
      })
  void aKeyThatCouldWeakenTheProtectionIsRefused(String setting) {
    FrameworkKeyException refusal =
        catchThrowableOfType(FrameworkKeyException.class, () -> start("--" + setting).close());
    String key = setting.substring(0, setting.indexOf('=')).toLowerCase(Locale.ROOT);
    assertThat(refusal).as(setting).isNotNull();
    assertThat(String.valueOf(refusal.getMessage()).replace("-", ""))
        .contains(key.replace("-", ""))
        .contains("commandLineArgs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.port=8471",
        "server.address=127.0.0.2",
        "server.tomcat.connection-timeout=1m",
        "spring.lifecycle.timeout-per-shutdown-phase=1m",
        "logging.structured.format.console=ecs",
        "logging.level.dev.gatehouse=info"
      })
  void aKeyThatInterfacesListsIsTaken(String setting) {
    try (ConfigurableApplicationContext started = start("--" + setting)) {
      String[] parts = setting.split("=", 2);
      assertThat(started.getEnvironment().getProperty(parts[0])).isEqualTo(parts[1]);
    }
  }

  @Test
  void theServersOwnFileIsInForce() {
    try (ConfigurableApplicationContext started = start()) {
      assertThat(started.getEnvironment().getProperty("management.endpoints.web.exposure.include"))
          .isEqualTo("health,prometheus");
      assertThat(started.getEnvironment().getProperty("spring.config.location"))
          .isEqualTo("classpath:/");
    }
  }

  @Test
  void theOperatorsFileIsHeldToTheSameKeys() throws IOException {
    Files.writeString(
        data.resolve("gatehouse.yaml"),
        "management:\n  endpoints:\n    web:\n      exposure:\n        include: [heapdump]\n");
    assertThatThrownBy(() -> start().close())
        .isInstanceOf(FrameworkKeyException.class)
        .hasMessageContaining("management.endpoints.web.exposure.include[0]")
        .hasMessageContaining("gatehouse.yaml");
  }

  @Test
  void soAreTheEnvironmentAndASourceThatNamesNoPlace() {
    for (Map<String, Object> variables :
        List.of(
            Map.<String, Object>of("MANAGEMENT_ENDPOINTS_WEB_BASEPATH", "/manage"),
            Map.<String, Object>of("MANAGEMENT_SERVER_PORT", "1"),
            Map.<String, Object>of("SPRING_MVC_SERVLET_PATH", "/x"))) {
      StandardEnvironment environment = new StandardEnvironment();
      environment
          .getPropertySources()
          .addFirst(new SystemEnvironmentPropertySource("variables-systemEnvironment", variables));
      SpringApplication application = application();
      application.setEnvironment(environment);
      assertThatThrownBy(() -> application.run(arguments()).close())
          .as("%s", variables)
          .isInstanceOf(FrameworkKeyException.class);
    }
    StandardEnvironment permitted = new StandardEnvironment();
    permitted
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                "variables-systemEnvironment",
                Map.of(
                    "SERVER_TOMCAT_CONNECTIONTIMEOUT", "1m", "SERVERS", "x", "SERVER_PORT", "1")));
    SpringApplication application = application();
    application.setEnvironment(permitted);
    application.run(arguments()).close();
  }

  @Test
  void theRefusalHasACodeAKeyItsPlaceAndTheNextStepAndNoValue() {
    FrameworkKeyException refusal =
        catchThrowableOfType(
            FrameworkKeyException.class,
            () -> start("--spring.datasource.password=secret").close());
    FailureAnalysis said = new FrameworkKeyFailureAnalyzer().analyze(refusal, refusal);
    assertThat(said.getDescription())
        .startsWith("CONFIGURATION_INVALID: ")
        .contains("spring.datasource.password")
        .doesNotContain("secret");
    assertThat(said.getAction()).contains("INTERFACES.md");
  }

  private static SpringApplication application() {
    SpringApplication application = new SpringApplication(FrameworkKeysTests.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setRegisterShutdownHook(false);
    return application;
  }

  private String[] arguments(String... more) {
    String[] all = Arrays.copyOf(more, more.length + 1);
    all[more.length] = "--gatehouse.data=" + data;
    return all;
  }

  private ConfigurableApplicationContext start(String... arguments) {
    return application().run(arguments(arguments));
  }
}
