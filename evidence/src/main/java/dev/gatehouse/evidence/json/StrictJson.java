package dev.gatehouse.evidence.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads evidence: UTF-8, an object at the top, no duplicate name, no float, no null, at most
 * {@value #MAX_DEPTH} levels, nothing after the end.
 */
public final class StrictJson {
  /** Levels of nesting, at most. */
  public static final int MAX_DEPTH = 64;

  private static final int MAX_STRING = 256 * 1024 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(32)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * Reads one object.
   *
   * @throws JsonFormatException if the bytes are not such an object
   */
  public static Json.Obj read(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      if (utf8.length > 0 && utf8[0] != '{') {
        throw new JsonFormatException("evidence is an object, in UTF-8 without a mark before it");
      }
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonFormatException("evidence is an object");
      }
      Json.Obj object = readObject(parser);
      if (parser.nextToken() != null) {
        throw new JsonFormatException("something follows the object");
      }
      return object;
    } catch (JacksonException e) {
      throw new JsonFormatException(e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads one object whose bytes must be canonical already.
   *
   * @throws JsonFormatException if they are not
   */
  public static Json.Obj readCanonical(byte[] utf8) {
    Json.Obj object = read(utf8);
    if (!Arrays.equals(object.canonical(), utf8)) {
      throw new JsonFormatException("the bytes are not the canonical form (RFC 8785)");
    }
    return object;
  }

  private static Json.Obj readObject(JsonParser parser) {
    TreeMap<String, Json> members = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = new Json.Str(parser.currentName()).value();
      members.put(name, readValue(parser, parser.nextToken()));
    }
    return new Json.Obj(members);
  }

  private static Json.Arr readArray(JsonParser parser) {
    List<Json> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(readValue(parser, token));
    }
    return new Json.Arr(values);
  }

  private static Json readValue(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> new Json.Str(parser.getString());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NUMBER_INT -> readInteger(parser);
      default -> throw new JsonFormatException("evidence holds no " + token);
    };
  }

  private static Json readInteger(JsonParser parser) {
    String digits = parser.getString();
    try {
      return new Json.Int(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw new JsonFormatException("an integer has at most 53 bits", e);
    }
  }
}
