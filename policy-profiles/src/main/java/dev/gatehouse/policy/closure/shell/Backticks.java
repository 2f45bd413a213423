package dev.gatehouse.policy.closure.shell;

/** A command between backticks: a backslash before one of them means a command in it. */
final class Backticks {
  private Backticks() {}

  /** Appends the command that begins there; returns where it ends, or the text's end. */
  static int append(String text, int from, boolean isQuoted, StringBuilder command) {
    String escaped = isQuoted ? "$`\\\"" : "$`\\";
    int at = from;
    while (at < text.length() && text.charAt(at) != '`') {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      at += text.charAt(at) == '\\' && escaped.indexOf(next) >= 0 ? 1 : 0;
      command.append(text.charAt(at));
      at++;
    }
    return at;
  }
}
