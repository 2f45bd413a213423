package dev.gatehouse.bench.load;

import dev.gatehouse.bench.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks for the gateway's health ten times a second, each time over a connection of its own. */
final class HealthProbe implements Party {
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpRequest request;
  private final Recorder recorder;

  HealthProbe(URI server, Recorder recorder) {
    this.request =
        HttpRequest.newBuilder(server.resolve("/actuator/health/liveness"))
            .timeout(PATIENCE)
            .build();
    this.recorder = recorder;
  }

  @Override
  public String name() {
    return "health";
  }

  @Override
  public void act() throws InterruptedException {
    long start = System.nanoTime();
    String outcome = Sample.UNANSWERED;
    try (HttpClient http = HttpClient.newHttpClient()) {
      int status = http.send(request, BodyHandlers.ofString()).statusCode();
      outcome = status == 200 ? Sample.OK : "HTTP_" + status;
    } catch (IOException e) {
      outcome = Sample.UNANSWERED;
    } finally {
      recorder.add(name(), "liveness", start, outcome);
    }
    Pause.of(EVERY);
  }
}
