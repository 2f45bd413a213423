package dev.gatehouse.policy.shell;

import java.util.List;
import java.util.function.IntFunction;

/** Words of a generated shell string. */
final class WordGrammar {
  /** Substitutions in substitutions, at most. */
  static final int MAX_DEPTH = 4;

  private static final List<String> NAMES = List.of("A", "B", "x", "y", "_z", "i");
  private static final List<String> WILD_NAMES =
      List.of(
          "A", "x", "HOME", "IFS", "PATH", "PWD", "LC_ALL", "GIT_DIR", "_", "OPTIND", "SHELLOPTS");
  private static final List<String> TEXTS =
      List.of(
          "x",
          "yy",
          "a.py",
          "b.txt",
          "src",
          "src/c.py",
          "-n",
          "--all",
          "-r",
          "1",
          "0",
          "..",
          ".",
          "/workspace",
          "/tmp",
          "/tmp/f",
          "HEAD~1",
          "a=b",
          "k=",
          "=",
          "%s",
          "@",
          "+x",
          ",",
          "^",
          ":",
          "é",
          "a:b",
          "--k=v",
          "-",
          "--",
          "]",
          "{}",
          "{",
          "}",
          "{a}",
          "a{",
          "!",
          "!x");
  private static final List<String> INSIDE_SINGLE =
      List.of("", " ", "\"", "$x", "\n", "\\", "`", "$(a)");
  private static final List<String> INSIDE_DOUBLE =
      List.of(
          "", " ", "'", "\\\"", "\\$", "\n", "\\\n", "!", "\\\\", "\\`", "\\x", "*", "{a,b}", "#");
  private static final List<String> ESCAPED =
      List.of(" ", "\n", "'", "\"", "\\", "$", "x", "*", ";", "(", "#", "~", "{", "=", "&");
  private static final List<String> ANSI =
      List.of(
          "$'a\\nb'",
          "$'\\x41'",
          "$'it\\'s'",
          "$'\\u00e9'",
          "$'\\101'",
          "$'\\\\'",
          "$'\\cA'",
          "$'\\q'",
          "$''");
  private static final List<String> PATTERNS =
      List.of("a*", "src/*", "src/?.py", "x[ab]*", "\\*", "'*'", "a.[p]y");
  private static final List<String> WILD_PATTERNS =
      List.of(
          "*",
          "*.py",
          "?",
          "[ab]*",
          "-*",
          "**",
          "[!a]",
          "./*",
          "[",
          "[a",
          "@(a|b)",
          "[[:alpha:]]*");
  private static final List<String> BRACES =
      List.of(
          "{a,b}",
          "{1..3}",
          "{a,b}{c,d}",
          "{,x}",
          "{a..c}",
          "{3..1}",
          "{a,'b c'}",
          "x{a,{b,c}}y",
          "{a}",
          "{}",
          "{01..03}",
          "{1..10..4}",
          "{a,b",
          "\\{a,b}",
          "{a\\,b}",
          "{'a,b'}",
          "{a,b}.py");
  private static final List<String> WILD_BRACES =
      List.of(
          "${x}{1,2}",
          "$x{a,b}",
          "{a,$x}",
          "{a..$x}",
          "{$(a),b}",
          "{x,y}={1,2}",
          "{1..3",
          "{a..c..2}",
          "{-2..2}",
          "{a,~}");
  private static final List<String> TILDES =
      List.of(
          "~", "~/x", "a~", "\"~\"", "~root", "~+", "~-", "x=~", "x:~/y", "\\~", "~\"x\"", "~$x");
  private static final List<String> PARAMETERS =
      List.of("$x", "${x}", "$A", "\"$A\"", "\"${A}b\"", "$y.c");
  private static final List<String> WILD_PARAMETERS =
      List.of(
          "$HOME", "$1", "$#", "$?", "$$", "$@", "\"$@\"", "$*", "$-", "$_", "$!", "${!x}", "${#x}",
          "${x[0]}", "${x[@]}", "${x@P}", "${!x*}", "$PWD", "$RANDOM", "$0", "${10}", "$[1+1]");
  private static final List<String> OPERATORS =
      List.of(":-", "-", ":=", ":+", "#", "##", "%", "/a/", "//", ":1:", "^", "@", "?", ":?", ",,");
  private static final List<String> ODD =
      List.of("''", "\"\"", "a#b", "$", "a$", "=", "%", "\\\n", "a\\\nb", "\"$\"", "a\"$\"b");

  private final Choices choices;
  private final boolean wild;
  private final IntFunction<String> commands;

  /**
   * @param wild whether constructs are used that nobody would allow
   * @param commands a list of commands at a depth
   */
  WordGrammar(Choices choices, boolean wild, IntFunction<String> commands) {
    this.choices = choices;
    this.wild = wild;
    this.commands = commands;
  }

  /** The name of a variable. */
  String name() {
    return choices.one(wild && choices.chance(40) ? WILD_NAMES : NAMES);
  }

  /** One word or more. */
  String words(int depth) {
    StringBuilder text = new StringBuilder(word(depth));
    while (choices.chance(50)) {
      text.append(" ").append(word(depth));
    }
    return text.toString();
  }

  /** One word. */
  String word(int depth) {
    StringBuilder text = new StringBuilder(part(depth));
    while (choices.chance(25)) {
      text.append(part(depth));
    }
    return text.toString();
  }

  /** What is inside {@code $((…))}. */
  String arithmetic(int depth) {
    return choices.one(List.of("1", "x", "x+1", "1<2", "x++", "y=2", "a[0]", "(1)", "1?2:3"))
        + (choices.chance(20) && depth < MAX_DEPTH ? "+$(" + commands.apply(depth + 1) + ")" : "");
  }

  private String part(int depth) {
    return switch (choices.below(depth >= MAX_DEPTH ? 19 : 21)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> choices.one(TEXTS);
      case 8 -> "'" + choices.one(TEXTS) + choices.one(INSIDE_SINGLE) + "'";
      case 9, 10 -> doubleQuoted(depth);
      case 11 -> "\\" + choices.one(ESCAPED);
      case 12 -> choices.chance(50) ? choices.one(ANSI) : wild ? "$\"t\"" : "\"\"";
      case 13 -> choices.one(wild ? WILD_PATTERNS : PATTERNS);
      case 14 -> choices.one(wild && choices.chance(50) ? WILD_BRACES : BRACES);
      case 15 -> choices.chance(50) ? choices.one(TILDES) : choices.one(TEXTS);
      case 16, 17 -> choices.one(wild ? WILD_PARAMETERS : PARAMETERS);
      case 18 -> choices.one(ODD);
      default -> expansion(depth);
    };
  }

  private String doubleQuoted(int depth) {
    return "\""
        + choices.one(TEXTS)
        + choices.one(INSIDE_DOUBLE)
        + (depth < MAX_DEPTH && choices.chance(30) ? expansion(depth) : "")
        + choices.one(INSIDE_DOUBLE)
        + "\"";
  }

  private String expansion(int depth) {
    return switch (choices.below(wild ? 10 : 7)) {
      case 0, 1, 2 -> "$(" + commands.apply(depth + 2) + ")";
      case 3 -> "`" + commands.apply(MAX_DEPTH).replace("`", "") + "`";
      case 4, 5 -> choices.chance(50) ? "$" + name() : "${" + name() + "}";
      case 6 -> "${" + name() + ":-" + (choices.chance(50) ? word(depth + 1) : "") + "}";
      case 7 -> "$((" + arithmetic(depth) + "))";
      case 8 -> choices.one(List.of("<(", ">(")) + commands.apply(depth + 1) + ")";
      default ->
          "${"
              + name()
              + choices.one(OPERATORS)
              + (choices.chance(60) ? word(depth + 1) : "")
              + "}";
    };
  }
}
