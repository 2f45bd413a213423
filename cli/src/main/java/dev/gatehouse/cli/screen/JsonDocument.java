package dev.gatehouse.cli.screen;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.evidence.json.Json;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Answers of {@code --json}: indented, and ASCII alone, so that a terminal obeys nothing in it. */
public final class JsonDocument {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private JsonDocument() {}

  /** The document that stands for {@code value}. */
  public static String of(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The document that stands for a piece of evidence. */
  public static String of(Json evidence) {
    return of(MAPPER.readTree(evidence.canonical()));
  }

  /** One line that stands for a piece of evidence. */
  public static String line(Json evidence) {
    return line(MAPPER.readTree(evidence.canonical()));
  }

  /** One line without indentation. */
  public static String line(JsonNode value) {
    return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
  }
}
