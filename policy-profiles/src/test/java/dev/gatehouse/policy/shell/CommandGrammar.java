package dev.gatehouse.policy.shell;

import java.util.ArrayList;
import java.util.List;

/** One generated shell string. */
final class CommandGrammar {
  private static final int MAX_DEPTH = WordGrammar.MAX_DEPTH;
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
          "pwd",
          "mkdir",
          "python3",
          "./run",
          "bin/tool");
  private static final List<String> WILD_PROGRAMS =
      List.of(
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
          "pushd",
          "set",
          "unset",
          "read",
          "exit",
          "cd",
          "[",
          "nice",
          "a");
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

  private final Choices choices;
  private final boolean wild;
  private final WordGrammar words;
  private final List<String> documents = new ArrayList<>();

  /**
   * @param wild whether constructs are used that nobody would allow
   */
  CommandGrammar(Choices choices, boolean wild) {
    this.choices = choices;
    this.wild = wild;
    this.words = new WordGrammar(choices, wild, this::list);
  }

  /** The string. */
  String script() {
    return list(0) + endLine();
  }

  /** Commands with what separates them; a here-document begins after the end of its line. */
  private String list(int depth) {
    StringBuilder text = new StringBuilder(pipeline(depth));
    while (choices.chance(depth == 0 ? 50 : 25)) {
      switch (choices.below(9)) {
        case 0, 1 -> text.append(blank()).append("&&").append(lineOrBlank());
        case 2 -> text.append(blank()).append("||").append(lineOrBlank());
        case 3, 4 -> text.append(";").append(blank());
        case 5 -> text.append(wild ? " & " : " ; ");
        default -> text.append(endLine());
      }
      text.append(pipeline(depth));
    }
    return text.toString();
  }

  private String pipeline(int depth) {
    StringBuilder text = new StringBuilder();
    text.append(choices.chance(3) ? "! " : "").append(choices.chance(wild ? 4 : 1) ? "time " : "");
    text.append(command(depth));
    while (choices.chance(20)) {
      text.append(blank()).append(choices.chance(10) ? "|&" : "|").append(lineOrBlank());
      text.append(command(depth));
    }
    return text.toString();
  }

  private String command(int depth) {
    if (depth >= MAX_DEPTH || choices.chance(80)) {
      return simple(depth);
    }
    String text = compound(depth + 1, choices.chance(50) ? "; " : endLine());
    return text + (choices.chance(15) ? " " + redirection(depth) : "");
  }

  private String compound(int depth, String end) {
    return switch (choices.below(wild ? 14 : 11)) {
      case 0 -> "(" + blank() + list(depth) + blank() + ")";
      case 1 -> "{ " + list(depth) + end + "}";
      case 2, 3 ->
          "if " + list(depth) + end + "then " + list(depth) + end + otherwise(depth) + "fi";
      case 4, 5 -> "for " + words.name() + " in " + words.words(depth) + end + body(depth);
      case 6 -> "while " + list(depth) + end + body(depth);
      case 7 -> "until " + list(depth) + end + body(depth);
      case 8 -> choice(depth);
      case 9 -> condition(depth);
      case 10 -> "[ " + words.words(depth) + " ]";
      case 11 -> "f() { " + list(depth) + end + "}; f " + words.word(depth);
      case 12 -> "((" + words.arithmetic(depth) + "))";
      default -> "select " + words.name() + " in " + words.words(depth) + end + body(depth);
    };
  }

  private String otherwise(int depth) {
    return (choices.chance(20)
            ? "elif " + list(depth) + endLine() + "then " + list(depth) + "; "
            : "")
        + (choices.chance(40) ? "else " + list(depth) + "; " : "");
  }

  private String body(int depth) {
    return "do " + list(depth) + (choices.chance(50) ? "; " : endLine()) + "done";
  }

  private String choice(int depth) {
    StringBuilder text = new StringBuilder("case ").append(words.word(depth)).append(" in ");
    do {
      text.append(choices.chance(20) ? "(" : "").append(words.word(depth));
      text.append(choices.chance(20) ? "|" + words.word(depth) : "").append(") ");
      text.append(list(depth)).append(choices.one(List.of(" ;; ", ";;\n", " ;; ", " ;& ", ";;&")));
    } while (choices.chance(30));
    return text + endLine() + "esac";
  }

  private String condition(int depth) {
    String operator = choices.one(List.of(" == ", " != ", " = ", " -nt ", " =~ ", " < ", " -eq "));
    return "[[ "
        + (choices.chance(20) ? "! " : "")
        + (choices.chance(50) ? words.word(depth) + operator : "-f ")
        + words.word(depth)
        + (choices.chance(20) ? " && -n " + words.word(depth) : "")
        + " ]]";
  }

  private String simple(int depth) {
    StringBuilder text = new StringBuilder();
    while (choices.chance(12)) {
      text.append(assignment(depth)).append(" ");
    }
    if (choices.chance(4)) {
      text.append(redirection(depth)).append(" ");
    }
    text.append(choices.chance(wild ? 85 : 97) ? program() : odd(depth));
    while (choices.chance(60)) {
      text.append(blank());
      text.append(
          choices.chance(88)
              ? words.word(depth)
              : choices.chance(20) ? choices.one(KEYWORDS) : redirection(depth));
    }
    if (choices.chance(4)) {
      text.append(" #").append(choices.chance(50) ? " it's \"a\" $(comment)" : "x");
      text.append(endLine()).append(program());
    }
    return text.toString();
  }

  private String program() {
    return choices.one(wild && choices.chance(50) ? WILD_PROGRAMS : PROGRAMS);
  }

  private String odd(int depth) {
    return choices.chance(30) ? choices.one(KEYWORDS) : words.word(depth);
  }

  private String assignment(int depth) {
    return words.name()
        + (wild && choices.chance(6) ? "[1]" : "")
        + (choices.chance(wild ? 85 : 98) ? "=" : "+=")
        + (wild && choices.chance(6)
            ? "(" + words.words(depth) + ")"
            : choices.chance(85) ? words.word(depth) : "");
  }

  private String redirection(int depth) {
    String target =
        choices.chance(40) ? "out" : choices.chance(60) ? "/dev/null" : words.word(depth);
    return switch (choices.below(14)) {
      case 0, 1, 2 -> choices.one(List.of(">", "> ", "1>", "2>", "2> ")) + target;
      case 3 -> ">>" + blank() + target;
      case 4 -> "<" + blank() + (choices.chance(50) ? "a.py" : target);
      case 5, 6 ->
          choices.one(List.of("2>&1", ">&2", "1>&2", "2>&-", "<&-", ">&" + target, "3<&0"));
      case 7 -> choices.one(List.of("&>", "&>>", ">|", "<>", wild ? "{v}>" : ">")) + target;
      case 8 -> "<<<" + blank() + words.word(depth);
      default -> document(depth);
    };
  }

  private String document(int depth) {
    String name = choices.one(List.of("EOF", "E", "end", "-", "E F"));
    String operator = choices.one(List.of("<<", "<<", "<<-", "<< "));
    String written =
        switch (choices.below(name.contains(" ") ? 2 : 5)) {
          case 0 -> "'" + name + "'";
          case 1 -> "\"" + name + "\"";
          case 2 -> "\\" + name;
          default -> name;
        };
    StringBuilder body = new StringBuilder();
    String indent = operator.equals("<<-") && choices.chance(60) ? "\t" : "";
    while (choices.chance(60)) {
      body.append(indent).append(words.word(depth)).append(" ").append(words.word(depth));
      body.append(choices.chance(8) ? "\\\n" : "\n");
    }
    documents.add(body + indent + (choices.chance(97) ? name : name + " ") + "\n");
    return operator + written;
  }

  private String endLine() {
    String text = "\n" + String.join("", documents);
    documents.clear();
    return text;
  }

  private String blank() {
    return choices.chance(92) ? " " : choices.one(List.of("  ", "\t", " \\\n", " ", " \\\n "));
  }

  private String lineOrBlank() {
    return choices.chance(90) ? blank() : endLine();
  }
}
