package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.json.JsonFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The members of a line as they stand in its bytes, so that one is looked at without parsing the
 * others. A line is canonical, so the bytes of a member's value are its canonical bytes.
 */
public final class LineMembers {
  private final byte[] line;
  private int at;

  private LineMembers(byte[] line) {
    this.line = line;
  }

  /**
   * One member.
   *
   * @param name its name, as it stands between the quotation marks
   * @param from where its value begins
   * @param until where its value ends, exclusive
   */
  public record Member(String name, int from, int until) {
    /** Bytes of the value. */
    public int length() {
      return until - from;
    }
  }

  /**
   * The members of a line, in its order.
   *
   * @throws JsonFormatException if it is not an object; its values are not looked into
   */
  public static List<Member> of(byte[] line) {
    return new LineMembers(line).members();
  }

  private List<Member> members() {
    List<Member> members = new ArrayList<>();
    require('{');
    if (peek() == '}') {
      return members;
    }
    do {
      int quote = at;
      skipString();
      String name = new String(Arrays.copyOfRange(line, quote + 1, at - 1), UTF_8);
      require(':');
      int from = at;
      skipValue();
      members.add(new Member(name, from, at));
    } while (next() == ',');
    if (line[at - 1] != '}' || at != line.length) {
      throw malformed();
    }
    return members;
  }

  /** To the comma or brace behind a value. */
  private void skipValue() {
    int depth = 0;
    while (depth > 0 || (peek() != ',' && peek() != '}')) {
      switch (peek()) {
        case '"' -> skipString();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> at++;
      }
    }
  }

  private void skipString() {
    require('"');
    while (peek() != '"') {
      at += peek() == '\\' ? 2 : 1;
    }
    at++;
  }

  private void require(int wanted) {
    if (next() != wanted) {
      throw malformed();
    }
  }

  private int next() {
    int here = peek();
    at++;
    return here;
  }

  private int peek() {
    if (at >= line.length) {
      throw malformed();
    }
    return line[at];
  }

  private static JsonFormatException malformed() {
    return new JsonFormatException("a line of the journal is not an object");
  }
}
