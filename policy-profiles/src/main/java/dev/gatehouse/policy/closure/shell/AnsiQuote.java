package dev.gatehouse.policy.closure.shell;

/** Text in {@code $'...'}, in which a backslash gives characters that cannot be written. */
final class AnsiQuote {
  private static final String NAMES = "abefnrtvE";
  private static final String CHARACTERS = "\u0007\b\u001b\f\n\r\t\u000b\u001b";
  private static final int HEXADECIMAL = 16;
  private static final int OCTAL = 8;

  private AnsiQuote() {}

  /** Appends the text that begins there; returns where its last quote is, or the text's end. */
  static int append(String text, int from, StringBuilder word) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\'') {
      char c = text.charAt(at);
      at++;
      if (c != '\\' || at >= text.length()) {
        word.append(c);
        continue;
      }
      char escaped = text.charAt(at);
      int length =
          switch (escaped) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 3;
          };
      boolean isHexadecimal = "xuU".indexOf(escaped) >= 0;
      int base = isHexadecimal ? HEXADECIMAL : OCTAL;
      int begin = isHexadecimal ? at + 1 : at;
      int end = begin;
      while (end < text.length()
          && end < begin + length
          && Character.digit(text.charAt(end), base) >= 0) {
        end++;
      }
      if (end > begin) {
        word.append((char) Long.parseLong(text.substring(begin, end), base));
        at = end;
      } else {
        int name = NAMES.indexOf(escaped);
        word.append(name < 0 ? escaped : CHARACTERS.charAt(name));
        at++;
      }
    }
    return at;
  }
}
