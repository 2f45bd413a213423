package dev.gatehouse.policy.closure.shell;

import java.util.ArrayList;
import java.util.List;

/** Reads one word of a shell text, with all that is quoted and computed in it. */
final class ShellWord {
  /** Parameters that have no name. */
  private static final String PARAMETERS = "@*#?-$!";

  private final String text;
  private final int depth;
  private final List<ShellPart> parts = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean isQuoted;
  private int lost = -1;
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

  /** Reads a text in which only variables and commands are replaced, to its end. */
  static ShellWord inQuotes(String text, int depth) {
    ShellWord reading = new ShellWord(text, 0, depth);
    reading.isQuoted = true;
    while (reading.at < text.length()) {
      reading.character();
    }
    return reading;
  }

  String word() {
    return word.toString();
  }

  /** Where the text goes on after it. */
  int end() {
    return at;
  }

  /** Where a quote or a bracket opens that nothing closes; -1 if none does. */
  int lost() {
    return lost;
  }

  /** Commands that run, and variables that are set, for it. */
  List<ShellPart> parts() {
    return parts;
  }

  private void read() {
    boolean isFirst = true;
    while (ShellCharacters.begins(text, at)) {
      switch (text.charAt(at)) {
        case '[' -> bracket(isFirst);
        case '*', '?' -> append(ShellText.GLOB, at + 1);
        case '{' -> append(ShellPatterns.ofBraces(text, at), ShellPatterns.endOfBraces(text, at));
        case '~' -> {
          if (isFirst) {
            append(ShellText.UNKNOWN, at + 1);
          } else {
            plain();
          }
        }
        default -> character();
      }
      isFirst = false;
    }
  }

  /** Reads what means the same in any part of a word. */
  private void character() {
    switch (text.charAt(at)) {
      case '\\' -> escaped();
      case '\'', '"' -> {
        if (isQuoted) {
          plain();
        } else if (text.charAt(at) == '"') {
          quoted();
        } else {
          literal();
        }
      }
      case '$' -> dollar();
      case '`' -> backtick();
      default -> plain();
    }
  }

  private void plain() {
    word.append(text.charAt(at));
    at++;
  }

  private void append(char character, int end) {
    word.append(character);
    at = end;
  }

  /** Goes on after what closes; where nothing does, what opened it is lost. */
  private void close(int opening) {
    if (at >= text.length() && lost < 0) {
      lost = opening;
    }
    at = Math.min(at + 1, text.length());
  }

  /** A test, or a name that is matched. */
  private void bracket(boolean isFirst) {
    if (isFirst && (text.startsWith("[ ", at) || text.startsWith("[[ ", at))) {
      while (ShellCharacters.begins(text, at)) {
        plain();
      }
    } else {
      int end = ShellPatterns.closing(text, at, ']');
      append(end < 0 ? ShellText.UNKNOWN : ShellText.GLOB, end < 0 ? at + 1 : end + 1);
    }
  }

  private void escaped() {
    boolean isPlain =
        isQuoted && (at + 1 >= text.length() || "$`\"\\\n".indexOf(text.charAt(at + 1)) < 0);
    if (isPlain) {
      plain();
      return;
    }
    if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
      word.append(text.charAt(at + 1));
    }
    at = Math.min(at + 2, text.length());
  }

  private void literal() {
    int opening = at;
    int end = text.indexOf('\'', at + 1);
    at = end < 0 ? text.length() : end;
    word.append(text, opening + 1, at);
    close(opening);
  }

  private void quoted() {
    int opening = at;
    boolean outer = isQuoted;
    isQuoted = true;
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      character();
    }
    close(opening);
    isQuoted = outer;
  }

  private void backtick() {
    int opening = at;
    StringBuilder inner = new StringBuilder();
    at = Backticks.append(text, at + 1, isQuoted, inner);
    close(opening);
    if (depth >= ShellText.MAX_DEPTH) {
      tooDeep(opening);
      return;
    }
    ShellText command = ShellText.whole(inner.toString(), depth + 1);
    lost = lost < 0 && command.lost() >= 0 ? opening : lost;
    command(inner.toString(), command.parts());
  }

  private void dollar() {
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (next == '(') {
      parenthesis();
    } else if (next == '{') {
      braced();
    } else if (ShellCharacters.isName(String.valueOf(next))) {
      int end = ShellCharacters.endOfName(text, at + 1);
      word.append(ShellCharacters.reference(text.substring(at + 1, end)));
      at = end;
    } else if (ShellCharacters.isNameCharacter(next) || PARAMETERS.indexOf(next) >= 0) {
      at += 2;
      word.append(ShellCharacters.reference(String.valueOf(next)));
    } else if (next == '\'' && !isQuoted) {
      int opening = at;
      at = AnsiQuote.append(text, at + 2, word);
      close(opening);
    } else if (next == '"' && !isQuoted) {
      at++;
      quoted();
    } else {
      plain();
    }
  }

  /** What a command prints, or a number. */
  private void parenthesis() {
    int opening = at;
    int number = Brackets.arithmetic(text, at + 1);
    if (depth >= ShellText.MAX_DEPTH) {
      tooDeep(opening);
    } else if (number > 0) {
      parts.addAll(inQuotes(text.substring(at + 3, number - 2), depth + 1).parts);
      append(ShellText.UNKNOWN, number);
    } else {
      ShellText inner = ShellText.inside(text, at + 2, depth + 1);
      lost = lost < 0 ? inner.lost() : lost;
      at = inner.end();
      command(text.substring(opening + 2, Math.max(at - 1, opening + 2)), inner.parts());
    }
  }

  private void tooDeep(int opening) {
    parts.add(new ShellPart.Command(List.of(String.valueOf(ShellText.UNKNOWN))));
    word.append(ShellText.UNKNOWN);
    lost = lost < 0 ? opening : lost;
    at = text.length();
  }

  /** What stands in braces; a value that counts where there is none may be the variable's. */
  private void braced() {
    int opening = at;
    at = ShellCharacters.endOfName(text, opening + 2);
    String name = text.substring(opening + 2, at);
    boolean isAll = name.isEmpty() && (text.startsWith("@", at) || text.startsWith("*", at));
    if (isAll) {
      name = text.substring(at, at + 1);
      at++;
    }
    if (text.startsWith("}", at)) {
      at++;
      word.append(ShellCharacters.reference(name));
      return;
    }
    if (depth >= ShellText.MAX_DEPTH) {
      tooDeep(opening);
      return;
    }
    at += text.startsWith(":", at) ? 1 : 0;
    char operator = at < text.length() ? text.charAt(at) : ' ';
    boolean hasDefault = operator == '-' || operator == '=';
    boolean isValue = hasDefault || operator == '+' || operator == '?';
    at += isValue ? 1 : 0;
    String value = value(opening, isValue);
    if (hasDefault && !name.isEmpty()) {
      parts.addAll(ShellDefaults.parts(name, value));
      word.append(ShellCharacters.reference(ShellDefaults.known(name)));
    } else if (operator == '+' && !name.isEmpty()) {
      word.append(value);
    } else {
      word.append(ShellText.UNKNOWN);
    }
  }

  /** Reads up to the brace that closes; an apostrophe in a quoted value is one. */
  private String value(int opening, boolean isValue) {
    ShellWord reading = new ShellWord(text, at, depth + 1);
    while (reading.at < text.length() && text.charAt(reading.at) != '}') {
      char c = text.charAt(reading.at);
      reading.isQuoted = isQuoted && isValue && c != '"' && c != '\\';
      reading.character();
    }
    reading.close(opening);
    parts.addAll(reading.parts);
    lost = lost < 0 ? reading.lost : lost;
    at = reading.at;
    String value = reading.word();
    return value.startsWith("'") ? value.replace("'", "") : value;
  }

  /** A command whose output stands in the word: where one is, and which program, is known. */
  private void command(String inner, List<ShellPart> commands) {
    if (inner.strip().equals("pwd")) {
      word.append(ShellCharacters.reference("PWD"));
      return;
    }
    String program = ShellCommands.located(commands);
    if (!program.isEmpty()) {
      word.append(program);
      return;
    }
    parts.add(new ShellPart.Begin());
    parts.addAll(commands);
    parts.add(new ShellPart.End());
    word.append(ShellText.UNKNOWN);
  }
}
