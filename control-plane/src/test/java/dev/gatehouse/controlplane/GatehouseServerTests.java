package dev.gatehouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class GatehouseServerTests {
  @TempDir Path data;

  @Test
  void startsAndSaysThatItIsUp() throws Exception {
    try (ConfigurableApplicationContext server =
            SpringApplication.run(
                GatehouseServer.class, "--server.port=0", "--gatehouse.data=" + data);
        HttpClient client = HttpClient.newHttpClient()) {
      String port = server.getEnvironment().getRequiredProperty("local.server.port");
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"UP\"");
    }
  }
}
