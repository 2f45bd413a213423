package dev.gatehouse.evidence.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;
import java.util.Map;

/** Writes the one canonical form of a value (RFC 8785, section 3.2). */
final class CanonicalJson {
  private CanonicalJson() {}

  static byte[] bytes(Json value) {
    return text(value).getBytes(UTF_8);
  }

  static String text(Json value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case Json.Str string -> writeString(string.value(), out);
      case Json.Int integer -> out.append(integer.value());
      case Json.Bool bool -> out.append(bool.value());
      case Json.Arr array -> writeArray(array, out);
      case Json.Obj object -> writeObject(object, out);
    }
  }

  private static void writeArray(Json.Arr array, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < array.values().size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(array.values().get(i), out);
    }
    out.append(']');
  }

  private static void writeObject(Json.Obj object, StringBuilder out) {
    out.append('{');
    Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
    while (members.hasNext()) {
      Map.Entry<String, Json> member = members.next();
      writeString(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      if (members.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
