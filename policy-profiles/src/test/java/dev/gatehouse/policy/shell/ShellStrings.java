package dev.gatehouse.policy.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Shell strings from a grammar, most of them right, and strings of the sample with characters
 * inserted, removed, doubled or swapped. The same numbers make the same strings.
 */
final class ShellStrings {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_LENGTH = 2000;
  private static final List<String> PROGRAMS =
      List.of(
          "a",
          "bb",
          "ccc",
          "ls",
          "cat",
          "sed",
          "grep",
          "git",
          "echo",
          "cd",
          "test",
          "export",
          "true",
          "false",
          ":",
          "printf",
          "set",
          "unset",
          "read",
          "exit",
          "pwd",
          "./run",
          "bin/tool",
          "/bin/ls",
          "xargs",
          "env",
          "command",
          "builtin",
          "exec",
          "eval",
          "source",
          ".",
          "local",
          "declare",
          "shift",
          "break",
          "continue",
          "return",
          "wait",
          "trap",
          "alias",
          "let",
          "pushd");
  private static final List<String> KEYWORDS =
      List.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "for",
          "in",
          "do",
          "done",
          "while",
          "until",
          "case",
          "esac",
          "function",
          "select",
          "time",
          "coproc",
          "{",
          "}",
          "!",
          "[[",
          "]]",
          "((",
          "))");
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
          "[",
          "{}",
          "{",
          "}",
          "{a}",
          "a{",
          "!",
          "!x");
  private static final List<String> NAMES =
      List.of("A", "B", "x", "y", "_z", "HOME", "IFS", "PATH", "PWD", "LC_ALL", "GIT_DIR", "i");
  private static final List<String> PIECES =
      List.of(
          "'", "\"", "\\", "$", "`", "(", ")", "{", "}", "[", "]", "<", ">", "|", "&", ";", "\n",
          " ", "\t", "#", "*", "?", "~", "=", "!", "-", ",", "\\\n", "$(", "${", "$((", "$'", "$\"",
          "<<", "<<<", "<(", ">(", "&&", "||", ";;", "|&", "&>", ">&", "<&", ">|", "<>", "2>", "a",
          "=(", "+=", "..", "do ", "done", "in ", "fi", "esac", "then ", "if ", "for ", "case ",
          "EOF", "\r");

  private final RandomGenerator random;
  private final List<String> sample;
  private final List<String> documents = new ArrayList<>();

  /**
   * @param random chooses
   * @param sample strings to change
   */
  ShellStrings(RandomGenerator random, List<String> sample) {
    this.random = random;
    this.sample = sample;
  }

  /** The next string; without NUL, of a bounded length. */
  String next() {
    String string =
        switch (random.nextInt(10)) {
          case 0, 1 -> changed(one(sample));
          case 2 -> one(sample) + one(List.of("\n", "; ", " && ", " | ", " ")) + one(sample);
          case 3, 4 -> changed(script());
          default -> script();
        };
    return string.substring(0, Math.min(string.length(), MAX_LENGTH));
  }

  private String script() {
    documents.clear();
    return list(0) + endLine();
  }

  /** Commands with what separates them; a here-document begins after the end of its line. */
  private String list(int depth) {
    StringBuilder text = new StringBuilder(pipeline(depth));
    while (chance(depth == 0 ? 50 : 25)) {
      switch (random.nextInt(8)) {
        case 0, 1 -> text.append(blank()).append("&&").append(lineOrBlank());
        case 2 -> text.append(blank()).append("||").append(lineOrBlank());
        case 3, 4 -> text.append(";").append(blank());
        case 5 -> text.append(" & ");
        default -> text.append(endLine());
      }
      text.append(pipeline(depth));
    }
    return text.toString();
  }

  private String pipeline(int depth) {
    StringBuilder text = new StringBuilder();
    text.append(chance(3) ? "! " : "").append(chance(2) ? "time " : "").append(command(depth));
    while (chance(20)) {
      text.append(blank()).append(chance(10) ? "|&" : "|").append(lineOrBlank());
      text.append(command(depth));
    }
    return text.toString();
  }

  private String command(int depth) {
    if (depth >= MAX_DEPTH || chance(75)) {
      return simple(depth);
    }
    String end = chance(50) ? "; " : endLine();
    return switch (random.nextInt(12)) {
          case 0 -> "(" + blank() + list(depth + 1) + blank() + ")";
          case 1 -> "{ " + list(depth + 1) + end + "}";
          case 2, 3 ->
              "if "
                  + list(depth + 1)
                  + end
                  + "then "
                  + list(depth + 1)
                  + end
                  + (chance(20)
                      ? "elif " + list(depth + 1) + "; then " + list(depth + 1) + "; "
                      : "")
                  + (chance(40) ? "else " + list(depth + 1) + "; " : "")
                  + "fi";
          case 4, 5 ->
              "for "
                  + one(NAMES)
                  + " in "
                  + words(depth)
                  + end
                  + "do "
                  + list(depth + 1)
                  + "; done";
          case 6 -> "while " + list(depth + 1) + "; do " + list(depth + 1) + end + "done";
          case 7 -> "until " + list(depth + 1) + end + "do " + list(depth + 1) + "; done";
          case 8 ->
              "case "
                  + word(depth)
                  + " in "
                  + (chance(30) ? "(" : "")
                  + word(depth)
                  + ") "
                  + list(depth + 1)
                  + (chance(80) ? " ;; " : " ;& ")
                  + (chance(50) ? "*) " + list(depth + 1) + endLine() : "")
                  + "esac";
          case 9 ->
              "[[ "
                  + (chance(20) ? "! " : "")
                  + word(depth)
                  + one(List.of(" == ", " != ", " -nt ", " =~ ", " < "))
                  + word(depth)
                  + (chance(20) ? " && -f " + word(depth) : "")
                  + " ]]";
          case 10 -> "[ " + words(depth) + " ]";
          default ->
              chance(50) ? "f() { " + list(depth + 1) + "; }" : "((" + arithmetic(depth) + "))";
        }
        + (chance(15) ? " " + redirection(depth) : "");
  }

  private String simple(int depth) {
    StringBuilder text = new StringBuilder();
    while (chance(12)) {
      text.append(assignment(depth)).append(" ");
    }
    if (chance(4)) {
      text.append(redirection(depth)).append(" ");
    }
    text.append(chance(92) ? one(PROGRAMS) : chance(30) ? one(KEYWORDS) : word(depth));
    while (chance(60)) {
      text.append(blank());
      text.append(chance(88) ? word(depth) : chance(20) ? one(KEYWORDS) : redirection(depth));
    }
    if (chance(5)) {
      text.append(" #").append(chance(50) ? " it's \"a\" $(comment)" : "x").append(endLine());
      text.append(one(PROGRAMS));
    }
    return text.toString();
  }

  private String assignment(int depth) {
    return one(NAMES)
        + (chance(3) ? "[1]" : "")
        + (chance(90) ? "=" : "+=")
        + (chance(3) ? "(" + words(depth) + ")" : chance(85) ? word(depth) : "");
  }

  private String redirection(int depth) {
    String target = chance(40) ? "out" : chance(50) ? "/dev/null" : word(depth);
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> one(List.of(">", "> ", "1>", "2>", "2> ")) + target;
      case 3 -> ">>" + blank() + target;
      case 4 -> "<" + blank() + (chance(50) ? "a.py" : target);
      case 5 -> one(List.of("2>&1", ">&2", "1>&2", "2>&-", "<&-", ">&" + target, "3<&0"));
      case 6 -> one(List.of("&>", "&>>", ">|", "<>", "{v}>")) + target;
      case 7 -> "<<<" + blank() + word(depth);
      case 8 -> one(List.of("<(", ">(")) + list(depth + 1) + ")";
      default -> document(depth);
    };
  }

  private String document(int depth) {
    String name = one(List.of("EOF", "E", "end", "-", "E F"));
    String line = one(List.of("<<", "<<-", "<< "));
    boolean tabs = line.equals("<<-");
    String written =
        switch (random.nextInt(name.contains(" ") ? 2 : 5)) {
          case 0 -> "'" + name + "'";
          case 1 -> "\"" + name + "\"";
          case 2 -> "\\" + name;
          default -> name;
        };
    StringBuilder body = new StringBuilder();
    while (chance(60)) {
      body.append(tabs ? "\t" : "").append(word(depth)).append(" ").append(word(depth));
      body.append(chance(8) ? "\\\n" : "\n");
    }
    body.append(tabs && chance(60) ? "\t" : "").append(chance(95) ? name : name + " ").append("\n");
    documents.add(body.toString());
    return line + written;
  }

  private String words(int depth) {
    StringBuilder text = new StringBuilder(word(depth));
    while (chance(50)) {
      text.append(" ").append(word(depth));
    }
    return text.toString();
  }

  private String word(int depth) {
    StringBuilder text = new StringBuilder(part(depth));
    while (chance(25)) {
      text.append(part(depth));
    }
    return text.toString();
  }

  private String part(int depth) {
    boolean deep = depth >= MAX_DEPTH;
    return switch (random.nextInt(deep ? 17 : 20)) {
      case 0, 1, 2, 3, 4, 5 -> one(TEXTS);
      case 6 -> "'" + one(TEXTS) + one(List.of("", " ", "\"", "$x", "\n", "\\", "`")) + "'";
      case 7, 8 ->
          "\""
              + one(TEXTS)
              + one(List.of("", " ", "'", "\\\"", "\\$", "\n", "\\\n", "!"))
              + (deep ? "" : expansion(depth))
              + "\"";
      case 9 -> "\\" + one(List.of(" ", "\n", "'", "\"", "\\", "$", "x", "*", ";", "(", "#", "~"));
      case 10 ->
          one(List.of("$'a\\nb'", "$'\\x41'", "$'it\\'s'", "$\"t\"", "$'\\u00e9'", "$'\\101'"));
      case 11 ->
          one(
              List.of(
                  "*", "*.py", "?", "[ab]*", "src/*", "-*", "**", "[!a]", "a*", "./*", "[", "\\*"));
      case 12 ->
          one(
              List.of(
                  "{a,b}",
                  "{1..3}",
                  "{a,b}{c,d}",
                  "{,x}",
                  "{a..c}",
                  "{3..1}",
                  "{a,'b c'}",
                  "{a,{b,c}}",
                  "{a}",
                  "{}",
                  "${x}{1,2}",
                  "{01..03}",
                  "{1..10..4}",
                  "{a,b",
                  "$x{a,b}"));
      case 13 -> one(List.of("~", "~/x", "~root", "~+", "a~", "x=~", "x:~/y", "\"~\""));
      case 14 ->
          one(
              List.of(
                  "$x", "${x}", "$A", "\"$A\"", "$HOME", "$1", "$#", "$?", "$$", "$@", "\"$@\"",
                  "$*"));
      case 15 -> one(List.of("''", "\"\"", "a#b", "#", "$", "a$", "=", "%", "\\\n", "a\\\nb"));
      case 16 -> one(TEXTS) + one(TEXTS);
      default -> expansion(depth);
    };
  }

  private String expansion(int depth) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> "$(" + list(depth + 2) + ")";
      case 3 -> "`" + simple(MAX_DEPTH).replace("`", "") + "`";
      case 4 -> "$((" + arithmetic(depth) + "))";
      case 5 ->
          "${"
              + one(NAMES)
              + one(
                  List.of(":-", "-", ":=", ":+", "#", "##", "%", "/a/", "//", ":1:", "^", "@", "?"))
              + (chance(60) ? word(depth + 1) : "")
              + "}";
      case 6 ->
          one(
              List.of(
                  "${!x}", "${#x}", "${x[0]}", "${x[@]}", "${x@P}", "${!x*}", "$-", "$_", "$!"));
      default -> chance(50) ? "$" + one(NAMES) : "${" + one(NAMES) + "}";
    };
  }

  private String arithmetic(int depth) {
    return one(List.of("1", "x", "x+1", "1<2", "x++", "y=2", "a[0]"))
        + (chance(20) && depth < MAX_DEPTH ? "+$(" + simple(depth + 1) + ")" : "");
  }

  private String changed(String string) {
    StringBuilder text = new StringBuilder(string);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + 1 + random.nextInt(3));
      switch (random.nextInt(5)) {
        case 0, 1 -> text.insert(at, one(PIECES));
        case 2 -> text.delete(at, end);
        case 3 -> text.insert(end, text.substring(at, end));
        default -> text.insert(random.nextInt(at + 1), text.substring(at, end)).delete(at, end);
      }
    }
    return text.toString();
  }

  private String endLine() {
    StringBuilder text = new StringBuilder("\n");
    documents.forEach(text::append);
    documents.clear();
    return text.toString();
  }

  private String blank() {
    return chance(90) ? " " : one(List.of("  ", "\t", " \\\n", "", " \\\n "));
  }

  private String lineOrBlank() {
    return chance(90) ? blank() : endLine();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
