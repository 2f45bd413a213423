package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged server says about its configuration, and where it reads it. */
class ConfigurationTests {
  private final Path home = CopiedTrees.passable("configuration");
  private final Path data = home.resolve("data");

  @AfterEach
  void remove() {
    CopiedTrees.remove(home);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--gatehouse.threads=31 | gatehouse.threads=31 | greater than or equal to 32",
        "--gatehouse.threads=many | gatehouse.threads=many | cannot be read as int",
        "--gatehouse.journal.run-bytes=1TB | gatehouse.journal.run-bytes=1TB | between 1 and",
        "--gatehouse.thread=40 | gatehouse.thread | is not a known key",
        "--gatehouse.database-connections=0 | gatehouse.database-connections=0 | greater than"
      })
  void aWrongValueStopsTheStart(String option, String shown, String why) throws IOException {
    refused(start(List.of(option)), shown, why, "commandLineArgs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "management.endpoints.web.base-path=/manage",
        "management.endpoints.web.exposure.include=*",
        "management.server.port=0",
        "server.servlet.context-path=/x",
        "spring.mvc.servlet.path=/x"
      })
  void aKeyThatWouldOpenOrMoveAnAddressStopsTheStart(String setting) throws IOException {
    String key = setting.substring(0, setting.indexOf('='));
    refused(start(List.of("--" + setting)), key, "weaken", "commandLineArgs");
    file(setting.replaceFirst("=", ": ").replace("*", "'*'") + "\n");
    refused(start(List.of()), key, "weaken", "gatehouse.yaml");
    Files.delete(data.resolve("gatehouse.yaml"));
    String variable = key.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
    refused(
        start(Map.of(variable, setting.substring(key.length() + 1)), List.of()),
        key.replace("-", ""),
        "weaken",
        variable);
  }

  @Test
  void anUnknownKeyInTheFileStopsTheStart() throws IOException {
    file("gatehouse:\n  journal:\n    run-byte: 4MB\n");
    refused(start(List.of()), "gatehouse.journal.run-byte", "is not a known key", "gatehouse.yaml");
  }

  @Test
  void aFileThatIsNotYamlStopsTheStart() throws IOException {
    file("gatehouse:\n  threads: [1\n");
    refused(start(List.of()), "gatehouse.yaml", "not YAML", "line 3");
  }

  /** It may be a repository that agents change. */
  @Test
  void filesOfTheDirectoryInWhichItStartsAreNotRead() throws IOException {
    Path started = Files.createDirectories(home.resolve("project"));
    Files.createDirectories(started.resolve("config/more"));
    for (String file :
        List.of("application.yaml", "config/application.yaml", "config/more/application.yaml")) {
      Files.writeString(started.resolve(file), "server:\n  servlet:\n    context-path: /x\n");
    }
    String refused = "--server.error.include-stacktrace=always";
    String also = "--spring.config.additional-location=file:./";
    assertThat(startIn(started, List.of(refused)).output())
        .contains("CONFIGURATION_INVALID", "server.error.include-stacktrace")
        .doesNotContain("context-path");
    assertThat(startIn(started, List.of(refused, also)).output())
        .as("a server that reads them")
        .contains("CONFIGURATION_INVALID", "context-path");
  }

  private Program startIn(Path directory, List<String> options) throws IOException {
    return Program.run(directory, Map.of(), Product.server(data, FreePort.find(), "256m", options));
  }

  @Test
  void theFileIsReadAndTheCommandLineWins() {
    String file = "gatehouse:\n  max-body-bytes: 2KB\n  threads: 31\n";
    try (Gateway gateway = Gateway.startWithFile(file, "--gatehouse.threads=40")) {
      RawHttp http = new RawHttp(gateway.address());
      Map<String, String> headers =
          Map.of(
              "Authorization",
              "Bearer " + gateway.operatorToken(),
              "Content-Type",
              "application/json");
      Caller.isProblem(
          http.post("/v1/repositories", headers, new byte[4096]), "413 BODY_TOO_LARGE");
    }
  }

  private Program start(List<String> options) throws IOException {
    return start(Map.of(), options);
  }

  private Program start(Map<String, String> environment, List<String> options) throws IOException {
    return Program.run(
        Product.root(), environment, Product.server(data, FreePort.find(), "256m", options));
  }

  private static void refused(Program ended, String shown, String why, String where) {
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .contains("CONFIGURATION_INVALID", shown, why, where, "Action:")
        .doesNotContain("\tat ");
  }

  private void file(String text) throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("gatehouse.yaml"), text);
  }
}
