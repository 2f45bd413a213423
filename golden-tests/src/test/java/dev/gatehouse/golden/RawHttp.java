package dev.gatehouse.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests as no well-behaved client sends them. */
record RawHttp(URI server) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What came back.
   *
   * @param type the media type
   * @param retryAfter after how many seconds the same call may be sent again
   * @param problem the body, read as JSON
   */
  record Answer(int status, String type, Optional<String> retryAfter, JsonNode problem) {
    /** {@code STATUS CODE}. */
    String told() {
      return status + " " + problem.path("code").asString("none");
    }
  }

  /** Sends a body as it is, with exactly these headers. */
  Answer post(String path, Map<String, String> headers, byte[] body) {
    return send("POST", path, headers, body);
  }

  /** Asks, with exactly these headers. */
  Answer get(String path, Map<String, String> headers) {
    return send("GET", path, headers, new byte[0]);
  }

  private Answer send(String method, String path, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofMinutes(1))
            .method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.headers().firstValue("Retry-After"),
          JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an answer", e);
    }
  }
}
