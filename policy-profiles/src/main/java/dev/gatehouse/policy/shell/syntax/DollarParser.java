package dev.gatehouse.policy.shell.syntax;

import dev.gatehouse.policy.shell.syntax.WordPart.Computed;
import dev.gatehouse.policy.shell.syntax.WordPart.Form;
import java.util.List;

/** Reads the expansions that begin with a dollar or a backtick. */
final class DollarParser {
  private final ScriptText in;
  private final Nesting nesting;
  private final CommandParser commands;
  private final WordParser words;

  DollarParser(ScriptText in, Nesting nesting, CommandParser commands, WordParser words) {
    this.in = in;
    this.nesting = nesting;
    this.commands = commands;
    this.words = words;
  }

  /** What begins with the dollar at the place; the dollar itself where nothing does. */
  WordPart read(boolean quoted) {
    int start = in.at;
    char next = in.raw(1);
    if (ScriptCharacters.beginsName(next)) {
      int end = ScriptCharacters.endOfName(in.text, start + 1, in.end);
      in.at = end;
      notContinued(start);
      return new WordPart.Variable(in.text.substring(start + 1, end), quoted, false);
    }
    in.at += 2;
    return switch (next) {
      case '(' -> in.raw() == '(' ? arithmetic(start, quoted) : substitution(start, quoted);
      case '{' -> braced(start, quoted);
      case '[' -> throw UnreadableConstruct.ARITHMETIC.at(start, in.at);
      case '?', '#', '$' -> new Computed(Form.NUMBER, List.of(), quoted);
      case '@' -> new Computed(Form.WORDS, List.of(), quoted);
      case '*', '-', '!', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          new Computed(Form.TEXT, List.of(), quoted);
      default -> {
        in.at = start + 1;
        notContinued(start);
        yield new WordPart.Text("$", quoted);
      }
    };
  }

  /** The substitution that begins with the backtick at the place. */
  WordPart backtick(boolean quoted) {
    int start = in.at;
    int close = in.text.indexOf('`', start + 1, in.end);
    if (close < 0) {
      throw UnreadableConstruct.SYNTAX.at(start, in.end);
    }
    // Bash looks for braces to expand as if quotes in quoted backticks ended those around them.
    if (in.text.indexOf('\\', start + 1, close) >= 0
        || (quoted && in.text.indexOf('"', start + 1, close) >= 0)) {
      throw UnreadableConstruct.BACKTICK.at(start, close + 1);
    }
    nesting.enter(start);
    ShellNode body =
        new CommandParser(new ScriptText(in.text, start + 1, close), nesting, commands, false)
            .script();
    nesting.leave();
    in.at = close + 1;
    return new WordPart.Substitution(body, quoted);
  }

  private WordPart substitution(int start, boolean quoted) {
    nesting.enter(start);
    ShellNode body = new CommandParser(in, nesting, commands, true).substitution(start);
    nesting.leave();
    return new WordPart.Substitution(body, quoted);
  }

  /**
   * Decimal integers with {@code + - *} between them, which cannot fail: where an expansion fails,
   * bash leaves out the rest of the line and goes on with the next.
   */
  private WordPart arithmetic(int start, boolean quoted) {
    in.at++;
    integer(start);
    while (in.raw() != ')') {
      if ("+-*".indexOf(in.raw()) < 0 || in.raw() == ScriptText.END) {
        throw UnreadableConstruct.ARITHMETIC.at(start, Math.min(in.at + 1, in.end));
      }
      in.at++;
      integer(start);
    }
    if (in.raw(1) != ')') {
      throw UnreadableConstruct.ARITHMETIC.at(start, Math.min(in.at + 1, in.end));
    }
    in.at += 2;
    return new Computed(Form.NUMBER, List.of(), quoted);
  }

  /** An integer without leading zeros, which would be octal, and the blanks around it. */
  private void integer(int start) {
    blanks();
    int from = in.at;
    while (ScriptCharacters.isDigit(in.raw())) {
      in.at++;
    }
    if (in.at == from || (in.text.charAt(from) == '0' && in.at > from + 1)) {
      throw UnreadableConstruct.ARITHMETIC.at(start, Math.min(in.at + 1, in.end));
    }
    blanks();
  }

  private void blanks() {
    while (in.raw() == ' ') {
      in.at++;
    }
  }

  private WordPart braced(int start, boolean quoted) {
    if (in.raw() == '!') {
      throw UnreadableConstruct.INDIRECTION.at(start, in.at + 1);
    }
    boolean isLength = in.raw() == '#' && in.raw(1) != '}';
    if (isLength) {
      in.at++;
    }
    String name = name();
    if (name.isEmpty()) {
      return special(start, quoted, isLength);
    }
    char next = in.raw();
    if (isLength && next != '}') {
      throw unreadable(next).at(start, Math.min(in.at + 1, in.end));
    }
    if (next == '}') {
      in.at++;
      if (isLength) {
        return new Computed(Form.NUMBER, List.of(), quoted);
      }
      return ScriptCharacters.isDigit(name.charAt(0))
          ? new Computed(Form.TEXT, List.of(), quoted)
          : new WordPart.Variable(name, quoted, true);
    }
    operator(start);
    nesting.enter(start);
    ScriptWord operand = words.operand(quoted, start);
    nesting.leave();
    if (operand.hasWords()) {
      throw UnreadableConstruct.PARAMETER_EXPANSION.at(start, in.at);
    }
    return new Computed(Form.TEXT, List.of(operand), quoted);
  }

  /** A name or the number of a parameter; or "". */
  private String name() {
    int from = in.at;
    in.at = ScriptCharacters.endOfName(in.text, from, in.end);
    while (in.at - from < 9 && in.at < in.end && onlyDigits(from) && isDigitAt(in.at)) {
      in.at++;
    }
    return in.text.substring(from, in.at);
  }

  private boolean onlyDigits(int from) {
    return in.at == from || isDigitAt(from);
  }

  private boolean isDigitAt(int place) {
    return ScriptCharacters.isDigit(in.text.charAt(place));
  }

  private WordPart special(int start, boolean quoted, boolean isLength) {
    char next = in.raw();
    boolean isKnown = !isLength && (next == '?' || next == '#' || next == '$' || next == '@');
    if (!isKnown || in.raw(1) != '}') {
      throw unreadable(next).at(start, Math.min(in.at + 1, in.end));
    }
    in.at += 2;
    return new Computed(next == '@' ? Form.WORDS : Form.NUMBER, List.of(), quoted);
  }

  /** Passes the operator of an expansion that runs and assigns nothing. */
  private void operator(int start) {
    char next = in.raw();
    if (next == ':') {
      in.at++;
      next = in.raw();
      if ("-+?".indexOf(next) < 0 && next != '=') {
        substring(start);
        return;
      }
    }
    if ("-+?#%/^,".indexOf(next) < 0 || next == ScriptText.END) {
      throw unreadable(next).at(start, Math.min(in.at + 1, in.end));
    }
    in.at++;
  }

  /** Offset and length are arithmetic, and a length below 0 may fail. */
  private void substring(int start) {
    integer(start);
    if (in.raw() == ':') {
      in.at++;
      integer(start);
    }
    if (in.raw() != '}') {
      throw UnreadableConstruct.ARITHMETIC.at(start, Math.min(in.at + 1, in.end));
    }
  }

  private static UnreadableConstruct unreadable(char operator) {
    return switch (operator) {
      case '[' -> UnreadableConstruct.SUBSCRIPT;
      case '@' -> UnreadableConstruct.TRANSFORMATION;
      case '=' -> UnreadableConstruct.ASSIGNING_EXPANSION;
      case '\\' -> UnreadableConstruct.LINE_CONTINUATION;
      default -> UnreadableConstruct.PARAMETER_EXPANSION;
    };
  }

  private void notContinued(int start) {
    if (in.raw() == '\\' && in.raw(1) == '\n') {
      throw UnreadableConstruct.LINE_CONTINUATION.at(start, in.at + 2);
    }
  }
}
