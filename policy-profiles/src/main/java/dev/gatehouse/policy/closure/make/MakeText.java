package dev.gatehouse.policy.closure.make;

import dev.gatehouse.policy.closure.shell.Brackets;
import java.util.ArrayList;
import java.util.List;

/** A makefile, cut into its statements; of a condition both branches count. */
final class MakeText {
  /** As far as the longest modifier of a variable must be read, and the blank after it. */
  private static final int MODIFIER = 10;

  private final List<Statement> statements = new ArrayList<>();
  private char prefix = '\t';

  private MakeText() {}

  /** A statement; all texts are as they are written. */
  sealed interface Statement {
    /** Files that are read in its place. */
    record Include(String words) implements Statement {}

    /** An object that make loads. */
    record Load(String words) implements Statement {}

    /**
     * A variable.
     *
     * @param adds whether the value is appended
     * @param isCommand whether the value is what a command prints
     */
    record Variable(String name, String value, boolean adds, boolean isCommand)
        implements Statement {}

    /**
     * A rule.
     *
     * @param recipe its commands, one text for each
     */
    record Rule(String targets, String prerequisites, List<String> recipe) implements Statement {}

    /** Variables that commands find in their environment; empty for all. */
    record Exported(String names) implements Statement {}

    /** Where else make looks for targets and what they are made from. */
    record Searched(String words) implements Statement {}
  }

  static List<Statement> read(String text) {
    MakeText reading = new MakeText();
    reading.lines(text.split("\n", -1));
    return reading.statements;
  }

  private void lines(String[] lines) {
    List<String> recipe = new ArrayList<>();
    boolean inRule = false;
    for (int i = 0; i < lines.length; ) {
      String first = lines[i];
      int from = i;
      while (i < lines.length - 1 && isContinued(lines[i])) {
        i++;
      }
      i++;
      if (inRule && first.indexOf(prefix) == 0) {
        recipe.add(String.join("\n", List.of(lines).subList(from, i)).substring(1));
        continue;
      }
      String line = withoutComment(joined(lines, from, i)).strip();
      String word = firstWord(line);
      if (word.equals("define")) {
        i = define(lines, i, line);
        inRule = false;
      } else if (!line.isEmpty()) {
        List<String> next = new ArrayList<>();
        boolean isRule = statement(line, next);
        inRule = isRule || (inRule && isCondition(word));
        recipe = isRule ? next : recipe;
      }
    }
  }

  private static boolean isContinued(String line) {
    String end = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    int backslashes = 0;
    while (backslashes < end.length() && end.charAt(end.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static String joined(String[] lines, int from, int to) {
    StringBuilder line = new StringBuilder();
    for (int i = from; i < to; i++) {
      String part = lines[i].stripTrailing();
      boolean goesOn = i < to - 1;
      line.append(goesOn ? part.substring(0, part.length() - 1).stripTrailing() : part);
      line.append(goesOn ? " " : "");
    }
    return line.toString();
  }

  private static String withoutComment(String line) {
    for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
      if (i == 0 || line.charAt(i - 1) != '\\') {
        return line.substring(0, i);
      }
    }
    return line;
  }

  static String firstWord(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
      end++;
    }
    return line.substring(0, end);
  }

  private static boolean isCondition(String word) {
    return switch (word) {
      case "ifeq", "ifneq", "ifdef", "ifndef", "else", "endif" -> true;
      default -> false;
    };
  }

  /** The lines of a definition; returns the number of the line after it. */
  private int define(String[] lines, int from, String line) {
    int end = from;
    int depth = 1;
    while (end < lines.length) {
      String word = firstWord(lines[end].strip());
      depth += word.equals("define") ? 1 : word.equals("endef") ? -1 : 0;
      if (depth == 0) {
        break;
      }
      end++;
    }
    String name = firstWord(line.substring("define".length()).strip());
    String value = String.join("\n", List.of(lines).subList(from, end)) + "\n";
    statements.add(new Statement.Variable(name, value, line.endsWith("+="), line.endsWith("!=")));
    return Math.min(end + 1, lines.length);
  }

  /** Reads one line; whether it begins a rule, whose recipe is then collected. */
  private boolean statement(String modified, List<String> recipe) {
    String line = withoutModifiers(modified);
    exported(modified, line);
    String word = firstWord(line);
    String rest = line.substring(word.length()).strip();
    return switch (word) {
      case "ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "undefine", "unexport", "endef" ->
          // A condition may hold or not: what follows counts either way. Its words are looked at.
          add(new Statement.Variable("", rest, true, false));
      case "include", "-include", "sinclude" -> add(new Statement.Include(rest));
      case "load", "-load" -> add(new Statement.Load(rest));
      case "vpath" -> add(new Statement.Searched(rest.substring(firstWord(rest).length()).strip()));
      default -> variableOrRule(line, recipe);
    };
  }

  /** A statement that begins no rule. */
  private boolean add(Statement statement) {
    statements.add(statement);
    return false;
  }

  private boolean variableOrRule(String line, List<String> recipe) {
    int sign = sign(line, 0);
    if (sign < 0) {
      statements.add(new Statement.Variable("", line, true, false));
      return false;
    }
    if (isAssignment(line, sign)) {
      variable(line, sign);
      return false;
    }
    String targets = line.substring(0, sign);
    String rest = line.substring(sign).replaceFirst("^:+", "");
    int inner = sign(rest, 0);
    if (inner >= 0 && isAssignment(rest, inner) && !rest.substring(0, inner).contains(";")) {
      variable(rest, inner);
      return true;
    }
    int semicolon = rest.indexOf(';');
    if (semicolon >= 0) {
      recipe.add(rest.substring(semicolon + 1));
      rest = rest.substring(0, semicolon);
    }
    statements.add(new Statement.Rule(targets.replace("&", ""), rest, recipe));
    return true;
  }

  private void variable(String line, int sign) {
    int equals = line.indexOf('=', sign);
    String modified = line.substring(0, sign).strip();
    String name = withoutModifiers(modified);
    exported(modified, name);
    boolean adds = line.charAt(equals - 1) == '+';
    boolean isCommand = line.charAt(equals - 1) == '!';
    statements.add(
        new Statement.Variable(name, line.substring(equals + 1).strip(), adds, isCommand));
    if (name.equals(".RECIPEPREFIX")) {
      String value = line.substring(equals + 1).strip();
      prefix = value.isEmpty() ? '\t' : value.charAt(0);
    }
  }

  private void exported(String modified, String line) {
    boolean isOne =
        List.of(modified.substring(0, modified.length() - line.length()).split(" "))
            .contains("export");
    if (isOne) {
      int sign = sign(line, 0);
      String names = sign < 0 ? line : line.substring(0, sign).strip();
      statements.add(new Statement.Exported(names));
    }
  }

  private static String withoutModifiers(String text) {
    int at = 0;
    String word = firstWord(text);
    while (word.equals("export") || word.equals("override") || word.equals("private")) {
      at += word.length();
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      word = firstWord(text.substring(at, Math.min(at + MODIFIER, text.length())));
    }
    return text.substring(at);
  }

  /** Where the first colon or equals sign is that is in no reference. */
  static int sign(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean isReference = c == '$' && i + 1 < line.length();
      if (isReference && (line.charAt(i + 1) == '(' || line.charAt(i + 1) == '{')) {
        i = Brackets.closing(line, i + 1);
      } else if (c == ':' || c == '=') {
        boolean isMarked = c == '=' && i > 0 && "?+!".indexOf(line.charAt(i - 1)) >= 0;
        return isMarked ? i - 1 : i;
      }
    }
    return -1;
  }

  private static boolean isAssignment(String line, int sign) {
    int i = sign;
    while (i < line.length() && line.charAt(i) == ':') {
      i++;
    }
    return line.startsWith("=", i)
        || (i == sign && "?+!".indexOf(line.charAt(i)) >= 0 && line.startsWith("=", i + 1));
  }

  /** Where the command of a recipe line begins: behind spaces, and signs that are for make. */
  static int command(String line) {
    int start = 0;
    while (start < line.length() && " \t@-+".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    return start;
  }
}
