package dev.gatehouse.controlplane.api.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What files, commands and agents say, in an answer: never instructions. One of both members is
 * there.
 *
 * @param text the bytes, where they are UTF-8
 * @param base64 the bytes otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Untrusted(@Nullable String text, @Nullable String base64) {
  /** The bytes as an answer has them. */
  public static Untrusted of(byte[] bytes) {
    try {
      return new Untrusted(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), null);
    } catch (CharacterCodingException e) {
      return new Untrusted(null, Base64.getEncoder().encodeToString(bytes));
    }
  }

  /** A text as an answer has it. */
  public static Untrusted of(String text) {
    return new Untrusted(text, null);
  }
}
