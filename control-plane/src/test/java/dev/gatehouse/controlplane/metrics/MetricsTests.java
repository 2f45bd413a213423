package dev.gatehouse.controlplane.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.GatehouseServer;
import dev.gatehouse.controlplane.settings.GeneratedText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What a started server tells a collector of metrics, and who may ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTests {
  private static final String ADDRESS = "/actuator/prometheus";
  private static final Pattern LABEL = Pattern.compile("(\\w+)=");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (gatehouse_\\w+) (\\w+)$");

  private final HttpClient http = HttpClient.newHttpClient();
  private ConfigurableApplicationContext server;
  private DataDirectory data;

  @BeforeAll
  void start(@TempDir Path directory) {
    server =
        SpringApplication.run(
            GatehouseServer.class, "--server.port=0", "--gatehouse.data=" + directory);
    data = server.getBean(DataDirectory.class);
    String answer = server.getBean(SyscallMetrics.class).call("file.read", () -> "answer");
    assertThat(answer).isEqualTo("answer");
  }

  @AfterAll
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void interfacesListsEveryMetric() throws IOException {
    String scrape = read(ADDRESS, token(data.metricsToken())).body();
    List<String> rows = new ArrayList<>();
    rows.add("| metric | type | labels | what |");
    rows.add("|---|---|---|---|");
    List<MatchResult> types = TYPE.matcher(scrape).results().toList();
    types.stream()
        .sorted((one, other) -> one.group(1).compareTo(other.group(1)))
        .filter(each -> !each.group(1).endsWith("_max"))
        .forEach(each -> rows.add(row(scrape, each.group(1), each.group(2))));
    assertThat(rows).hasSizeGreaterThan(8);
    new GeneratedText(MetricsTests.class)
        .compareSection(
            GeneratedText.root().resolve("INTERFACES.md"),
            "metrics",
            String.join("\n", rows) + "\n");
  }

  private static String row(String scrape, String name, String type) {
    String help = "(?m)^# HELP %s (.*)$".formatted(name);
    TreeSet<String> labels = new TreeSet<>();
    Pattern.compile("(?m)^%s(?:_count)?\\{([^}]*)}".formatted(name))
        .matcher(scrape)
        .results()
        .flatMap(sample -> LABEL.matcher(sample.group(1)).results())
        .forEach(label -> labels.add("`" + label.group(1) + "`"));
    String description =
        Pattern.compile(help).matcher(scrape).results().findFirst().orElseThrow().group(1);
    return "| `%s` | %s | %s | %s |".formatted(name, type, String.join(", ", labels), description);
  }

  @Test
  void theTokenIsForItsOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.metricsToken())))
        .isEqualTo("rw-------");
    assertThat(token(data.metricsToken())).matches("ghm_[A-Za-z0-9_-]{43}");
  }

  @Test
  void operatorsMayReadMetricsToo() throws IOException {
    assertThat(read(ADDRESS, token(data.operatorToken())).statusCode()).isEqualTo(200);
  }

  @Test
  void nobodyElseMay() {
    assertThat(read(ADDRESS, "").statusCode()).isEqualTo(401);
    assertThat(read(ADDRESS, "ghm_" + "A".repeat(43)).statusCode()).isEqualTo(401);
  }

  @Test
  void theTokenOpensNothingElse() throws IOException {
    String token = token(data.metricsToken());
    for (String address :
        List.of(
            "/v1/runs",
            "/v1/runs/nothing",
            "/v1/repositories",
            "/v1/approvals",
            "/actuator/env",
            "/actuator/health/db")) {
      assertThat(read(address, token).statusCode()).as(address).isEqualTo(403);
    }
  }

  @Test
  void theDatabaseHasAHealthOfItsOwn() {
    assertThat(read("/actuator/health/database", "").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  private static String token(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  private HttpResponse<String> read(String address, String token) {
    String port = server.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + address));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
