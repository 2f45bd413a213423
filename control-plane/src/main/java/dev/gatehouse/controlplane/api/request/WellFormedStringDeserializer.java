package dev.gatehouse.controlplane.api.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Strings of bodies: an escaped half of a surrogate pair is not text, and no evidence may hold it.
 */
final class WellFormedStringDeserializer extends StringDeserializer {
  /** What the refusal of such a string begins with. */
  static final String BROKEN = "a string is not well-formed Unicode";

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    String text = super.deserialize(parser, context);
    return UTF_8.newEncoder().canEncode(text)
        ? text
        : context.reportInputMismatch(String.class, BROKEN);
  }
}
