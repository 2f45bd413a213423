package dev.gatehouse.policy.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads words with their quotes and expansions. */
final class WordParser {
  private final ScriptText in;
  private final DollarParser dollars;

  /** The parts of the word that is being read. */
  private List<WordPart> parts = new ArrayList<>();

  private StringBuilder run = new StringBuilder();

  WordParser(ScriptText in, Nesting nesting, CommandParser commands) {
    this.in = in;
    this.dollars = new DollarParser(in, nesting, commands, this);
  }

  /** The word that begins at the place, where neither a blank nor an operator stands. */
  ScriptWord word() {
    int start = in.at;
    List<WordPart> outer = parts;
    StringBuilder outerRun = run;
    parts = new ArrayList<>(2);
    run = new StringBuilder();
    char next = in.peek();
    while (!ScriptCharacters.endsWord(next)) {
      unquoted(next);
      next = in.peek();
    }
    if ((next == '<' || next == '>') && in.peekSecond() == '(') {
      throw UnreadableConstruct.PROCESS_SUBSTITUTION.at(in.at, in.at + 2);
    }
    endRun();
    ScriptWord word = new ScriptWord(List.copyOf(parts), new SourcePlace(start, in.at));
    parts = outer;
    run = outerRun;
    return word;
  }

  /** The operand of an expansion in braces, up to the brace, which is passed. */
  ScriptWord operand(boolean quoted, int opening) {
    int start = in.at;
    List<WordPart> outer = parts;
    StringBuilder outerRun = run;
    parts = new ArrayList<>(2);
    run = new StringBuilder();
    while (in.raw() != '}') {
      char next = in.raw();
      boolean isUnclear =
          next == '{'
              || next == ScriptText.END
              || (quoted
                  ? next == '\'' || next == '"' || next == '\\' || next == '`'
                  : (next == '<' || next == '>') && in.raw(1) == '(');
      if (isUnclear) {
        throw UnreadableConstruct.PARAMETER_EXPANSION.at(opening, Math.min(in.at + 1, in.end));
      }
      if (!quoted) {
        unquoted(next);
      } else if (next == '$') {
        add(dollars.read(true));
      } else {
        in.at++;
      }
    }
    endRun();
    ScriptWord word = new ScriptWord(List.copyOf(parts), new SourcePlace(start, in.at));
    in.at++;
    parts = outer;
    run = outerRun;
    return word;
  }

  /** The expansions of the text of a here-document, which ends where the text does. */
  List<WordPart> hereText(boolean stripsTabs) {
    while (in.at < in.end) {
      int start = in.at;
      char next = in.raw();
      switch (next) {
        case '\\' -> in.at = Math.min(in.at + 2, in.end);
        case '$' -> add(dollars.read(true));
        case '`' -> add(dollars.backtick(true));
        default -> in.at++;
      }
      if (next == '$' || next == '`') {
        String expansion = in.text.substring(start, in.at);
        if (expansion.contains("\\\n") || (stripsTabs && expansion.contains("\n\t"))) {
          throw UnreadableConstruct.HERE_DOCUMENT.at(start, in.at);
        }
      }
    }
    run.setLength(0);
    return List.copyOf(parts);
  }

  private void unquoted(char next) {
    switch (next) {
      case '\'' -> {
        int close = in.text.indexOf('\'', in.at + 1, in.end);
        if (close < 0) {
          throw UnreadableConstruct.SYNTAX.at(in.at, in.end);
        }
        addQuoted(in.text.substring(in.at + 1, close));
        in.at = close + 1;
      }
      case '"' -> doubleQuoted();
      case '\\' -> {
        if (in.at + 1 >= in.end) {
          throw UnreadableConstruct.SYNTAX.at(in.at, in.end);
        }
        if (in.raw(1) == '\n') {
          in.at += 2;
        } else {
          addQuoted(in.text.substring(in.at + 1, in.at + 2));
          in.at += 2;
        }
      }
      case '$' -> dollar();
      case '`' -> add(dollars.backtick(false));
      case '\r' -> throw UnreadableConstruct.CHARACTER.at(in.at, in.at + 1);
      default -> {
        run.append(next);
        in.at++;
      }
    }
  }

  private void dollar() {
    char next = in.raw(1);
    if (next == '\'') {
      int start = in.at;
      in.at += 2;
      addQuoted(AnsiText.read(in, start));
    } else if (next == '"') {
      in.at++;
      doubleQuoted();
    } else {
      add(dollars.read(false));
    }
  }

  private void doubleQuoted() {
    int opening = in.at;
    endRun();
    int before = parts.size();
    StringBuilder text = new StringBuilder();
    in.at++;
    while (in.raw() != '"') {
      if (in.at >= in.end) {
        throw UnreadableConstruct.SYNTAX.at(opening, in.end);
      }
      char next = in.raw();
      if (next == '$' || next == '`') {
        WordPart part = next == '$' ? dollars.read(true) : dollars.backtick(true);
        if (part instanceof WordPart.Text(String plain, boolean _)) {
          text.append(plain);
        } else {
          addText(text);
          parts.add(part);
        }
      } else if (next == '\\' && isEscaped(in.raw(1))) {
        if (in.raw(1) != '\n') {
          text.append(in.raw(1));
        }
        in.at += 2;
      } else {
        text.append(next);
        in.at++;
      }
    }
    in.at++;
    addText(text);
    if (parts.size() == before) {
      parts.add(new WordPart.Text("", true));
    }
  }

  private static boolean isEscaped(char character) {
    return switch (character) {
      case '$', '`', '"', '\\', '\n' -> true;
      default -> false;
    };
  }

  private void addText(StringBuilder text) {
    if (!text.isEmpty()) {
      parts.add(new WordPart.Text(text.toString(), true));
      text.setLength(0);
    }
  }

  private void add(WordPart part) {
    if (part instanceof WordPart.Text(String text, boolean quoted) && !quoted) {
      run.append(text);
    } else {
      endRun();
      parts.add(part);
    }
  }

  private void addQuoted(String text) {
    endRun();
    parts.add(new WordPart.Text(text, true));
  }

  private void endRun() {
    if (!run.isEmpty()) {
      parts.add(new WordPart.Text(run.toString(), false));
      run.setLength(0);
    }
  }
}
