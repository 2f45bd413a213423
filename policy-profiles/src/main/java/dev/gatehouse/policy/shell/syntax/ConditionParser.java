package dev.gatehouse.policy.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads the words of <code>[[ … ]]</code>; its operators are words too. */
final class ConditionParser {
  private final ScriptText in;
  private final CommandParser commands;
  private final WordParser words;

  ConditionParser(ScriptText in, CommandParser commands, WordParser words) {
    this.in = in;
    this.commands = commands;
    this.words = words;
  }

  /** Reads behind the opening brackets. */
  ShellNode.Condition read(int start) {
    List<ScriptWord> read = new ArrayList<>();
    read.add(new ScriptWord(List.of(new WordPart.Text("[[", true)), new SourcePlace(start, in.at)));
    if (!ScriptCharacters.endsWord(in.peek())) {
      throw UnreadableConstruct.SYNTAX.at(start, in.at);
    }
    commands.passNewlines();
    while (!in.plainWord().equals("]]")) {
      char next = in.peek();
      if (next == '&' || next == '|') {
        operator(start, next, read);
      } else if (ScriptCharacters.endsWord(next)) {
        // Groups and comparisons of order are rare.
        throw UnreadableConstruct.CONDITION.at(start, Math.min(in.at + 1, in.end));
      } else {
        read.add(words.word());
      }
      in.passBlanks();
    }
    in.passWord("]]");
    return new ShellNode.Condition(List.copyOf(read), new SourcePlace(start, in.at));
  }

  private void operator(int start, char character, List<ScriptWord> read) {
    int from = in.at;
    if (in.peekSecond() != character) {
      throw UnreadableConstruct.SYNTAX.at(start, in.at + 1);
    }
    in.pass();
    in.pass();
    String text = String.valueOf(new char[] {character, character});
    read.add(new ScriptWord(List.of(new WordPart.Text(text, true)), new SourcePlace(from, in.at)));
    commands.passNewlines();
  }
}
