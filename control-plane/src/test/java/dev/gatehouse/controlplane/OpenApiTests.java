package dev.gatehouse.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.settings.GeneratedText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;

/** The description of the API in {@code docs/openapi.yaml} is what the server's mappings say. */
class OpenApiTests {
  @TempDir Path data;

  @Test
  void theDescriptionIsThatOfTheMappings() throws Exception {
    SpringApplication application =
        new SpringApplication(GatehouseServer.class, ApiDescription.class);
    try (ConfigurableApplicationContext server =
        application.run(
            "--server.port=0",
            "--gatehouse.data=" + data,
            "--springdoc.api-docs.enabled=true",
            "--springdoc.api-docs.version=openapi_3_1",
            "--springdoc.writer-with-order-by-keys=true",
            "--springdoc.use-fqn=true",
            "--springdoc.default-produces-media-type=application/json",
            "--springdoc.override-with-generic-response=false",
            "--springdoc.paths-to-match=/v1/**")) {
      OpenApiWebMvcResource resource = server.getBean(OpenApiWebMvcResource.class);
      MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v3/api-docs.yaml");
      String yaml =
          ApiDescription.withShortNames(
              new String(resource.openapiYaml(request, "/v3/api-docs.yaml", Locale.ROOT), UTF_8));
      assertThat(yaml)
          .contains("openapi: 3.1", "/v1/runs/{runId}/syscalls/exec.run", "schemas/CommandRan\"");
      assertThat(yaml).doesNotContain("dev.gatehouse", "schemas/Object", "*/*");
      assertThat(yaml).doesNotContain("localhost", data.toString());
      List<String> named = found("\\$ref: \"#/components/schemas/(\\w+)\"", yaml);
      assertThat(found("(?m)^ {4}(\\w+):", yaml)).containsAll(named).hasSizeGreaterThan(30);
      new GeneratedText(OpenApiTests.class)
          .compareFile(GeneratedText.root().resolve("docs/openapi.yaml"), yaml);
    }
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(each -> each.group(1)).toList();
  }
}
