package dev.gatehouse.client;

import static dev.gatehouse.client.HttpTransport.encoded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Calls of one caller whose answers are read as records.
 *
 * @param token the caller's token
 * @param keys makes idempotency keys
 */
record JsonCalls(HttpTransport http, String token, Supplier<String> keys) {
  <T> T get(String path, Class<T> type) {
    return read(send(path, null), type);
  }

  <T> T post(String path, Object body, Class<T> type) {
    return read(send(path, body), type);
  }

  <T> T keyed(String path, Object body, Class<T> type) {
    return read(
        http.sendKeyed(token, path, body, keys.get(), Map.of(), HttpTransport.ANSWER), type);
  }

  <T> List<T> list(String path, String member, Class<T> type) {
    return items(get(path, JsonNode.class), member, type);
  }

  /** Items of pages of at most {@code most}, from behind {@code after}, until there are enough. */
  <T> List<T> pages(
      String path,
      String conditions,
      Optional<String> after,
      String member,
      Class<T> type,
      int limit,
      int most) {
    List<T> all = new ArrayList<>();
    Optional<String> next = after;
    do {
      String size = "?limit=" + Math.min(limit - all.size(), most);
      String behind = next.map(id -> "&after=" + encoded(id)).orElse("");
      JsonNode page = get(path + size + conditions + behind, JsonNode.class);
      all.addAll(items(page, member, type));
      next = page.path("next").stringValueOpt();
    } while (next.isPresent() && all.size() < limit);
    return all;
  }

  private <T> List<T> items(JsonNode page, String member, Class<T> type) {
    return parsed(
        () -> page.path(member).valueStream().map(item -> JsonCodec.convert(item, type)).toList());
  }

  byte[] send(String path, @Nullable Object body) {
    return http.send(token, path, body, Map.of(), HttpTransport.ANSWER);
  }

  <T> T read(byte[] answer, Class<T> type) {
    return parsed(() -> JsonCodec.read(answer, type));
  }

  private <T> T parsed(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (JacksonException e) {
      throw new UnreachableException(
          http.server(), "the answer is not of this API: " + e.getOriginalMessage(), e);
    }
  }
}
