package dev.gatehouse.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/**
 * Bytes that an agent or a command made: never instructions. One of both members is there.
 *
 * @param text the bytes, where they are UTF-8
 * @param base64 the bytes otherwise
 */
public record Untrusted(Optional<String> text, Optional<String> base64) {

  /** The bytes. */
  public byte[] bytes() {
    return text.map(value -> value.getBytes(UTF_8))
        .or(() -> base64.map(Base64.getDecoder()::decode))
        .orElseGet(() -> new byte[0]);
  }

  /** For people: bytes that are not UTF-8 are shown as replacement characters. */
  public String lenientText() {
    return text.orElseGet(() -> new String(bytes(), UTF_8));
  }
}
