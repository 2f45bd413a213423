package dev.gatehouse.policy.closure.shell;

/** Brackets and braces of words, by which files are looked for or several words are made. */
final class ShellPatterns {
  /** As long may what stands in them be. */
  private static final int MAX = 512;

  private ShellPatterns() {}

  /** Where the word has this character, before any quote; -1 if nowhere. */
  static int closing(String text, int at, char character) {
    for (int end = at + 1; end < at + MAX && ShellCharacters.begins(text, end); end++) {
      char c = text.charAt(end);
      if (c == character) {
        return end;
      }
      if (c == '\'' || c == '"' || c == '`') {
        return -1;
      }
      end += c == '\\' ? 1 : 0;
    }
    return -1;
  }

  /** What a brace stands for: some shells make several words of alternatives and ranges. */
  static char ofBraces(String text, int at) {
    String inner = text.substring(at + 1, Math.max(at + 1, endOfBraces(text, at) - 1));
    if (inner.isEmpty()) {
      return '{';
    }
    boolean isPlain = inner.chars().noneMatch(c -> "/{$`'\"\\".indexOf(c) >= 0);
    return isPlain ? ShellText.GLOB : ShellText.UNKNOWN;
  }

  /** Where alternatives or a range end; after the brace if it is only one. */
  static int endOfBraces(String text, int at) {
    int end = closing(text, at, '}');
    String inner = end < 0 ? "" : text.substring(at + 1, end);
    return inner.indexOf(',') < 0 && !inner.contains("..") ? at + 1 : end + 1;
  }
}
