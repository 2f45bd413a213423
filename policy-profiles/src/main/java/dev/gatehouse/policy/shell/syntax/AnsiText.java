package dev.gatehouse.policy.shell.syntax;

/** Reads the text of <code>$'…'</code>. */
final class AnsiText {
  private AnsiText() {}

  /**
   * Reads up to the closing quote and passes it.
   *
   * @param in at the character behind the opening quote
   * @param start where the dollar stands
   */
  static String read(ScriptText in, int start) {
    StringBuilder text = new StringBuilder();
    while (in.raw() != '\'') {
      if (in.at >= in.end) {
        throw UnreadableConstruct.SYNTAX.at(start, in.end);
      }
      if (in.raw() == '\\') {
        escape(in, text);
      } else {
        text.append(in.raw());
        in.at++;
      }
    }
    in.at++;
    return text.toString();
  }

  private static void escape(ScriptText in, StringBuilder text) {
    int start = in.at;
    char next = in.raw(1);
    in.at += 2;
    switch (next) {
      case 'a' -> text.append('\7');
      case 'b' -> text.append('\b');
      case 'e', 'E' -> text.append('\33');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'v' -> text.append('\13');
      case '\\', '\'', '"', '?' -> text.append(next);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        in.at--;
        number(in, start, 8, 3, 0x7e, text);
      }
      case 'x' -> number(in, start, 16, 2, 0x7e, text);
      case 'u' -> number(in, start, 16, 4, Character.MAX_CODE_POINT, text);
      case 'U' -> number(in, start, 16, 8, Character.MAX_CODE_POINT, text);
      case 'c', ScriptText.END -> throw UnreadableConstruct.ANSI_QUOTE.at(start, in.end);
      default -> text.append('\\').append(next);
    }
  }

  /** A number that is one byte in UTF-8, or a code point; U+0001 and U+007F are bash's own. */
  private static void number(
      ScriptText in, int start, int radix, int digits, int most, StringBuilder text) {
    int from = in.at;
    long value = 0;
    while (in.at < from + digits && Character.digit(ascii(in.raw()), radix) >= 0) {
      value = value * radix + Character.digit(in.raw(), radix);
      in.at++;
    }
    boolean isText =
        in.at > from
            && value > 1
            && value <= most
            && value != 0x7f
            && !(value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE);
    if (!isText) {
      throw UnreadableConstruct.ANSI_QUOTE.at(start, in.at);
    }
    text.appendCodePoint((int) value);
  }

  /** Bash reads ASCII digits only. */
  private static char ascii(char character) {
    return character < 0x80 ? character : ' ';
  }
}
