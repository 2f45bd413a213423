package dev.gatehouse.policy.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads compound commands. */
final class CompoundParser {
  private final ScriptText in;
  private final Nesting nesting;
  private final CommandParser commands;
  private final WordParser words;

  CompoundParser(ScriptText in, Nesting nesting, CommandParser commands, WordParser words) {
    this.in = in;
    this.nesting = nesting;
    this.commands = commands;
    this.words = words;
  }

  /** The compound command that begins at the place, with its redirections. */
  ShellNode read(String keyword) {
    int start = in.at;
    ShellNode node = in.peek() == '(' ? parenthesis() : compound(keyword, start);
    List<ShellNode.Redirect> redirects = commands.redirects();
    boolean isEnd =
        (ScriptCharacters.endsWord(in.peek()) && in.peek() != '(')
            || ScriptCharacters.isClosing(in.plainWord());
    if (!isEnd) {
      throw UnreadableConstruct.SYNTAX.at(in.at, in.at + 1);
    }
    return redirects.isEmpty()
        ? node
        : new ShellNode.Redirected(node, redirects, new SourcePlace(start, in.at));
  }

  private ShellNode parenthesis() {
    int start = in.at;
    if (in.peekSecond() == '(' && (in.raw(1) == '(' || in.raw(1) == '\\')) {
      throw UnreadableConstruct.ARITHMETIC_COMMAND.at(start, start + 2);
    }
    in.pass();
    ShellNode body = commands.commands();
    if (in.peek() != ')') {
      throw UnreadableConstruct.SYNTAX.at(start, in.at);
    }
    in.at++;
    return new ShellNode.Subshell(body);
  }

  private ShellNode compound(String keyword, int start) {
    in.passWord(keyword);
    return switch (keyword) {
      case "{" -> {
        ShellNode body = commands.commands();
        commands.expect("}");
        yield body;
      }
      case "if" -> branches();
      case "while", "until" -> {
        ShellNode condition = commands.commands();
        ShellNode body = doGroup();
        yield new ShellNode.While(
            condition, body, keyword.equals("until"), new SourcePlace(start, in.at));
      }
      case "for" -> loop(start);
      case "case" -> cases();
      case "[[" -> {
        nesting.command(start);
        yield new ConditionParser(in, commands, words).read(start);
      }
      case "function" -> throw UnreadableConstruct.FUNCTION.at(start, in.at);
      case "select" -> throw UnreadableConstruct.LOOP_FORM.at(start, in.at);
      case "coproc" -> throw UnreadableConstruct.BACKGROUND.at(start, in.at);
      default -> throw UnreadableConstruct.SYNTAX.at(start, in.at);
    };
  }

  private ShellNode doGroup() {
    commands.expect("do");
    ShellNode body = commands.commands();
    commands.expect("done");
    return body;
  }

  private ShellNode branches() {
    List<ShellNode.Branch> branches = new ArrayList<>(1);
    ShellNode.Sequence otherwise = new ShellNode.Sequence(List.of());
    String keyword = "elif";
    while (keyword.equals("elif")) {
      ShellNode condition = commands.commands();
      commands.expect("then");
      branches.add(new ShellNode.Branch(condition, commands.commands()));
      in.passBlanks();
      keyword = in.plainWord();
      if (keyword.equals("elif")) {
        in.passWord(keyword);
      }
    }
    if (keyword.equals("else")) {
      in.passWord(keyword);
      otherwise = commands.commands();
    }
    commands.expect("fi");
    return new ShellNode.If(List.copyOf(branches), otherwise);
  }

  private ShellNode loop(int start) {
    in.passBlanks();
    if (in.peek() == '(') {
      throw UnreadableConstruct.LOOP_FORM.at(start, in.at + 1);
    }
    ScriptWord name = word();
    if (!ScriptCharacters.isName(name.plainText())) {
      throw UnreadableConstruct.SYNTAX.at(name.place());
    }
    commands.passNewlines();
    if (!in.plainWord().equals("in")) {
      throw UnreadableConstruct.LOOP_FORM.at(start, in.at);
    }
    in.passWord("in");
    in.passBlanks();
    List<ScriptWord> values = new ArrayList<>();
    while (!ScriptCharacters.endsWord(in.peek())) {
      values.add(words.word());
      in.passBlanks();
    }
    if (in.peek() == ';' && in.peekSecond() != ';') {
      in.pass();
    } else if (in.peek() != '\n') {
      throw UnreadableConstruct.SYNTAX.at(start, in.at);
    }
    commands.passNewlines();
    ShellNode body = doGroup();
    return new ShellNode.For(name, List.copyOf(values), body, new SourcePlace(start, in.at));
  }

  private ShellNode cases() {
    in.passBlanks();
    ScriptWord subject = word();
    commands.passNewlines();
    commands.expect("in");
    commands.passNewlines();
    List<ShellNode.Arm> arms = new ArrayList<>();
    while (!in.plainWord().equals("esac")) {
      List<ScriptWord> patterns = patterns();
      ShellNode.Sequence body = commands.list();
      arms.add(new ShellNode.Arm(patterns, body));
      in.passBlanks();
      if (in.peek() == ';') {
        endOfArm();
      } else if (!in.plainWord().equals("esac")) {
        throw UnreadableConstruct.SYNTAX.at(in.at, Math.min(in.at + 1, in.end));
      }
    }
    in.passWord("esac");
    return new ShellNode.Case(subject, List.copyOf(arms));
  }

  private void endOfArm() {
    int start = in.at;
    in.pass();
    if (in.peek() != ';') {
      throw UnreadableConstruct.CASE_FALLTHROUGH.at(start, in.at + 1);
    }
    in.pass();
    if (in.peek() == '&') {
      throw UnreadableConstruct.CASE_FALLTHROUGH.at(start, in.at + 1);
    }
    commands.passNewlines();
  }

  private List<ScriptWord> patterns() {
    if (in.peek() == '(') {
      in.pass();
      in.passBlanks();
    }
    List<ScriptWord> patterns = new ArrayList<>(1);
    patterns.add(word());
    in.passBlanks();
    while (in.peek() == '|') {
      in.pass();
      in.passBlanks();
      patterns.add(word());
      in.passBlanks();
    }
    if (in.peek() != ')') {
      throw UnreadableConstruct.SYNTAX.at(in.at, Math.min(in.at + 1, in.end));
    }
    in.pass();
    return List.copyOf(patterns);
  }

  private ScriptWord word() {
    if (ScriptCharacters.endsWord(in.peek())) {
      throw UnreadableConstruct.SYNTAX.at(in.at, Math.min(in.at + 1, in.end));
    }
    return words.word();
  }
}
