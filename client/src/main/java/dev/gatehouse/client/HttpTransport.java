package dev.gatehouse.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Sends one request and reads its whole, bounded answer. */
final class HttpTransport {
  static final Duration ANSWER = Duration.ofMinutes(2);

  private static final int MAX_BODY = 64 * 1024 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI server;

  HttpTransport(URI server) {
    this.server = server.getPath().endsWith("/") ? server : URI.create(server + "/");
  }

  URI server() {
    return server;
  }

  /**
   * Sends the request and returns the body of a 2xx answer.
   *
   * @param path relative to the server, already encoded
   * @param body what is sent as JSON; null for a GET
   * @throws ProblemException for any other status
   * @throws UnreachableException if there is no answer
   */
  byte[] send(
      String token,
      String path,
      @Nullable Object body,
      Map<String, String> headers,
      Duration patience) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(patience)
            .header("Authorization", "Bearer " + token);
    headers.forEach(request::header);
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofByteArray(JsonCodec.bytes(body)));
    }
    HttpResponse<InputStream> response = exchange(request.build());
    byte[] answer = read(response.body());
    if (response.statusCode() / 100 != 2) {
      throw problem(response.statusCode(), answer);
    }
    return answer;
  }

  /**
   * As {@link #send}, of a call with an idempotency key: where no answer came it is sent once more.
   */
  byte[] sendKeyed(
      String token,
      String path,
      Object body,
      String key,
      Map<String, String> others,
      Duration patience) {
    Map<String, String> headers = new HashMap<>(others);
    headers.put("Idempotency-Key", key);
    try {
      return send(token, path, body, headers, patience);
    } catch (UnreachableException _) {
      return send(token, path, body, headers, patience);
    }
  }

  private HttpResponse<InputStream> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UnreachableException(server, "no answer (" + describe(e) + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(server, "interrupted while waiting for the answer", e);
    }
  }

  private byte[] read(InputStream body) {
    try (body) {
      byte[] bytes = body.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new UnreachableException(server, "the answer is larger than this client reads");
      }
      return bytes;
    } catch (IOException e) {
      throw new UnreachableException(server, "the answer broke off (" + describe(e) + ")", e);
    }
  }

  private RuntimeException problem(int status, byte[] answer) {
    try {
      return new ProblemException(status, JsonCodec.tree(answer));
    } catch (JacksonException e) {
      return new UnreachableException(
          server, "HTTP status " + status + " without a problem document; not a gateway?", e);
    }
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    String name = e.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }

  /** A segment of an address, or a value of its query. */
  static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }
}
