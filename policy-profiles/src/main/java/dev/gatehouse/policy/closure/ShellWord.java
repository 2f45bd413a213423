package dev.gatehouse.policy.closure;

import java.util.ArrayList;
import java.util.List;

/** Reads one word of a shell text. */
final class ShellWord {
  private static final String ENDS = " \t\n\r;&|()<>";

  private final String text;
  private final int depth;
  private final List<ShellText.Part> parts = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;

  private ShellWord(String text, int at, int depth) {
    this.text = text;
    this.at = at;
    this.depth = depth;
  }

  /** Reads the word that begins there; it may be empty. */
  static ShellWord at(String text, int at, int depth) {
    ShellWord reading = new ShellWord(text, at, depth);
    reading.read();
    return reading;
  }

  /** Whether a word begins or goes on there. */
  static boolean begins(String text, int at) {
    return at < text.length() && ENDS.indexOf(text.charAt(at)) < 0;
  }

  String word() {
    return word.toString();
  }

  /** Where the text goes on after it. */
  int end() {
    return at;
  }

  /** Commands that run, and variables that are set, for it. */
  List<ShellText.Part> parts() {
    return parts;
  }

  private void read() {
    boolean isFirst = true;
    while (begins(text, at)) {
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> escaped();
        case '\'' -> {
          int end = text.indexOf('\'', at + 1);
          word.append(text, at + 1, end < 0 ? text.length() : end);
          at = end < 0 ? text.length() : end + 1;
        }
        case '"' -> quoted();
        case '$' -> dollar();
        case '`' -> backtick();
        case '[' -> bracket(isFirst);
        case '*', '?' -> append(ShellText.GLOB, at + 1);
        case '{' -> braces();
        case '~' -> {
          if (isFirst) {
            unknown();
          } else {
            plain();
          }
        }
        default -> plain();
      }
      isFirst = false;
    }
  }

  private void plain() {
    word.append(text.charAt(at));
    at++;
  }

  /** A test, or a name that is matched. */
  private void bracket(boolean isFirst) {
    if (isFirst && (text.startsWith("[ ", at) || text.startsWith("[[ ", at))) {
      while (begins(text, at)) {
        plain();
      }
    } else {
      int end = closing(']');
      append(end < 0 ? ShellText.UNKNOWN : ShellText.GLOB, end < 0 ? at + 1 : end + 1);
    }
  }

  /** Some shells make several words of alternatives and ranges in braces. */
  private void braces() {
    int end = closing('}');
    String inner = end < 0 ? "" : text.substring(at + 1, end);
    if (inner.indexOf(',') < 0 && !inner.contains("..")) {
      plain();
    } else {
      boolean isPlain = inner.chars().noneMatch(c -> "/{$`'\"\\".indexOf(c) >= 0);
      append(isPlain ? ShellText.GLOB : ShellText.UNKNOWN, end + 1);
    }
  }

  /** Where the word has this character; -1 if nowhere. */
  private int closing(char character) {
    int end = at + 1;
    while (begins(text, end) && text.charAt(end) != character) {
      end++;
    }
    return begins(text, end) ? end : -1;
  }

  private void unknown() {
    append(ShellText.UNKNOWN, at + 1);
  }

  private void append(char character, int end) {
    word.append(character);
    at = end;
  }

  private void escaped() {
    if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
      word.append(text.charAt(at + 1));
    }
    at = Math.min(at + 2, text.length());
  }

  private void quoted() {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> {
          if (at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
            escaped();
          } else {
            plain();
          }
        }
        case '$' -> dollar();
        case '`' -> backtick();
        default -> plain();
      }
    }
    at++;
  }

  private void backtick() {
    int end = text.indexOf('`', at + 1);
    command(text.substring(at + 1, end < 0 ? text.length() : end));
    at = end < 0 ? text.length() : end + 1;
  }

  private void dollar() {
    at++;
    char c = at < text.length() ? text.charAt(at) : ' ';
    if (c == '(') {
      int end = Brackets.closing(text, at);
      String inner = text.substring(at + 1, Math.min(end, text.length()));
      at = Math.min(end + 1, text.length());
      if (inner.startsWith("(")) {
        word.append(ShellText.UNKNOWN);
      } else {
        command(inner);
      }
    } else if (c == '{') {
      int end = Brackets.closing(text, at);
      braced(text.substring(at + 1, Math.min(end, text.length())));
      at = Math.min(end + 1, text.length());
    } else {
      int from = at;
      while (at < text.length() && ShellText.isNameCharacter(text.charAt(at))) {
        at++;
      }
      if (at == from && at < text.length()) {
        at++;
      }
      variable(text.substring(from, at));
    }
  }

  /** What stands in braces; a value that counts where there is none may be the variable's. */
  private void braced(String inner) {
    int end = 0;
    while (end < inner.length() && ShellText.isNameCharacter(inner.charAt(end))) {
      end++;
    }
    String name = inner.substring(0, end);
    String rest = inner.substring(end);
    String operator = rest.startsWith(":") ? rest.substring(1) : rest;
    boolean hasDefault = operator.startsWith("-") || operator.startsWith("=");
    if (rest.isEmpty() || (hasDefault && ShellText.isName(name))) {
      if (hasDefault) {
        String value = nested(operator.substring(1).replace("\"", ""));
        parts.add(new ShellText.Part.Command(List.of(name + "=" + value)));
      }
      variable(inner.substring(0, rest.isEmpty() ? inner.length() : end));
    } else {
      nested(rest);
      word.append(ShellText.UNKNOWN);
    }
  }

  /** Text in a word, which is quoted or has no blanks; what it runs is kept. */
  private String nested(String inner) {
    if (depth >= ShellText.MAX_DEPTH) {
      return String.valueOf(ShellText.UNKNOWN);
    }
    ShellWord reading = new ShellWord(inner + "\"", -1, depth + 1);
    reading.quoted();
    parts.addAll(reading.parts);
    String value = reading.word();
    return value.startsWith("'") ? value.replace("'", "") : value;
  }

  private void variable(String name) {
    boolean isArgument = !name.isEmpty() && name.chars().allMatch(c -> c >= '1' && c <= '9');
    if (isArgument || ShellText.isName(name) || name.equals("@") || name.equals("*")) {
      word.append(ShellText.VARIABLE).append(name).append(ShellText.VARIABLE);
    } else {
      word.append(ShellText.UNKNOWN);
    }
  }

  /** A command whose output stands in the word: only the directory where one is is known. */
  private void command(String inner) {
    if (inner.strip().equals("pwd")) {
      variable("PWD");
      return;
    }
    parts.add(new ShellText.Part.Begin());
    if (depth < ShellText.MAX_DEPTH) {
      parts.addAll(ShellText.read(inner, depth + 1));
    } else {
      parts.add(new ShellText.Part.Command(List.of(String.valueOf(ShellText.UNKNOWN))));
    }
    parts.add(new ShellText.Part.End());
    word.append(ShellText.UNKNOWN);
  }
}
