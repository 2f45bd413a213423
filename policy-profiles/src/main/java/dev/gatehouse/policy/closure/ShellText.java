package dev.gatehouse.policy.closure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads shell text as far as it must be read to see which programs it starts. What it cannot read
 * is unknown, never something else.
 */
final class ShellText {
  /** Stands for text that is known when it runs, and not before. */
  static final char UNKNOWN = '\uFFFF';

  /** Begins and ends the name of a variable in a word. */
  static final char VARIABLE = '\uFFFE';

  private static final int MAX_DEPTH = 16;
  private static final String ENDS = " \t\n\r;&|()<>";

  private final String text;
  private final int depth;
  private final List<Part> parts = new ArrayList<>();
  private final Deque<String> hereDocuments = new ArrayDeque<>();
  private List<String> words = new ArrayList<>();
  private int at;

  private ShellText(String text, int depth) {
    this.text = text;
    this.depth = depth;
  }

  /** A part of a text, in the order in which it is reached. */
  sealed interface Part {
    /**
     * A command.
     *
     * @param words its words; the names of variables stand between {@link #VARIABLE}, and {@link
     *     #UNKNOWN} for what is computed
     */
    record Command(List<String> words) implements Part {
      public Command {
        words = List.copyOf(words);
      }
    }

    /** What follows, up to the end, changes nothing outside of it. */
    record Begin() implements Part {}

    /** The end of what began last. */
    record End() implements Part {}
  }

  /** The parts of a text. */
  static List<Part> read(String text) {
    return read(text, 0);
  }

  private static List<Part> read(String text, int depth) {
    ShellText reading = new ShellText(text, depth);
    reading.read();
    return reading.parts;
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\r' -> at++;
        case '\n' -> {
          at++;
          endCommand();
          skipHereDocuments();
        }
        case ';', '&', '|' -> {
          at++;
          endCommand();
        }
        case '(' -> {
          at++;
          endCommand();
          parts.add(new Part.Begin());
        }
        case ')' -> {
          at++;
          endCommand();
          parts.add(new Part.End());
        }
        case '<', '>' -> redirection();
        case '#' -> skipLine();
        default -> argument();
      }
    }
    endCommand();
  }

  /** A number right before a sign says which stream is redirected: it is no argument. */
  private void argument() {
    String word = word();
    boolean isStream =
        at < text.length()
            && "<>".indexOf(text.charAt(at)) >= 0
            && word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!word.isEmpty() && !isStream) {
      words.add(word);
    }
  }

  private void endCommand() {
    if (!words.isEmpty()) {
      parts.add(new Part.Command(words));
      words = new ArrayList<>();
    }
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  /** Files that are read stay words, after the sign; files that are written do not. */
  private void redirection() {
    boolean reads = text.charAt(at) == '<';
    int from = at;
    while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String sign = text.substring(from, at);
    if (sign.equals("<<") && at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '(') {
      return; // A process substitution: what is in it is read as a text of its own.
    }
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    String word = at < text.length() && ENDS.indexOf(text.charAt(at)) < 0 ? word() : "";
    if (sign.equals("<<")) {
      hereDocuments.add(word);
    } else if (reads && sign.equals("<")) {
      words.add("<");
      words.add(word);
    }
  }

  private void skipHereDocuments() {
    while (!hereDocuments.isEmpty()) {
      String delimiter = hereDocuments.remove();
      while (at < text.length()) {
        int end = text.indexOf('\n', at);
        String line = end < 0 ? text.substring(at) : text.substring(at, end);
        at = end < 0 ? text.length() : end + 1;
        if (line.strip().equals(delimiter)) {
          break;
        }
      }
    }
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    boolean isFirst = true;
    while (at < text.length() && ENDS.indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> escaped(word);
        case '\'' -> {
          int end = text.indexOf('\'', at + 1);
          word.append(text, at + 1, end < 0 ? text.length() : end);
          at = end < 0 ? text.length() : end + 1;
        }
        case '"' -> quoted(word);
        case '$' -> dollar(word);
        case '`' -> backtick(word);
        case '*', '?', '[' -> unknown(word);
        case '~' -> {
          if (isFirst) {
            unknown(word);
          } else {
            plain(word);
          }
        }
        default -> plain(word);
      }
      isFirst = false;
    }
    return word.toString();
  }

  private void plain(StringBuilder word) {
    word.append(text.charAt(at));
    at++;
  }

  private void unknown(StringBuilder word) {
    word.append(UNKNOWN);
    at++;
  }

  private void escaped(StringBuilder word) {
    if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
      word.append(text.charAt(at + 1));
    }
    at = Math.min(at + 2, text.length());
  }

  private void quoted(StringBuilder word) {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> {
          if (at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
            escaped(word);
          } else {
            plain(word);
          }
        }
        case '$' -> dollar(word);
        case '`' -> backtick(word);
        default -> plain(word);
      }
    }
    at++;
  }

  private void backtick(StringBuilder word) {
    int end = text.indexOf('`', at + 1);
    nested(text.substring(at + 1, end < 0 ? text.length() : end));
    at = end < 0 ? text.length() : end + 1;
    word.append(UNKNOWN);
  }

  private void dollar(StringBuilder word) {
    at++;
    char c = at < text.length() ? text.charAt(at) : ' ';
    if (c == '(') {
      int end = Brackets.closing(text, at);
      String inner = text.substring(at + 1, Math.min(end, text.length()));
      if (!inner.startsWith("(")) {
        nested(inner);
      }
      at = Math.min(end + 1, text.length());
      word.append(UNKNOWN);
    } else if (c == '{') {
      int end = text.indexOf('}', at);
      String name = text.substring(at + 1, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      variable(word, name);
    } else {
      int from = at;
      while (at < text.length() && isNameCharacter(text.charAt(at))) {
        at++;
      }
      if (at == from && at < text.length()) {
        at++;
      }
      variable(word, text.substring(from, at));
    }
  }

  private static void variable(StringBuilder word, String name) {
    boolean isName = !name.isEmpty() && name.chars().allMatch(c -> isNameCharacter((char) c));
    if (isName) {
      word.append(VARIABLE).append(name).append(VARIABLE);
    } else {
      word.append(UNKNOWN);
    }
  }

  private void nested(String inner) {
    parts.add(new Part.Begin());
    if (depth < MAX_DEPTH) {
      parts.addAll(read(inner, depth + 1));
    } else {
      parts.add(new Part.Command(List.of(String.valueOf(UNKNOWN))));
    }
    parts.add(new Part.End());
  }

  static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
