package dev.gatehouse.policy.shell.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists, chains and pipelines. */
public final class CommandParser {
  private final ScriptText in;
  private final Nesting nesting;
  private final @Nullable CommandParser outer;
  private final HereParser hereTexts;
  private final SimpleParser simple;
  private final CompoundParser compound;

  /**
   * A reader of one text.
   *
   * @param outer the reader in whose word the text stands
   * @param isSubstitution whether it ends at a parenthesis
   */
  CommandParser(
      ScriptText in, Nesting nesting, @Nullable CommandParser outer, boolean isSubstitution) {
    this.in = in;
    this.nesting = nesting;
    this.outer = outer;
    WordParser words = new WordParser(in, nesting, this);
    this.hereTexts = new HereParser(in, nesting, this, isSubstitution);
    this.simple = new SimpleParser(in, nesting, words, hereTexts);
    this.compound = new CompoundParser(in, nesting, this, words);
  }

  /**
   * Reads a shell string.
   *
   * @throws UnreadableException where it is not read
   */
  public static ShellNode parse(String script) {
    if (script.length() > ReaderBounds.SCRIPT_CHARACTERS) {
      throw UnreadableConstruct.TOO_LARGE.at(0, script.length());
    }
    int unreadable = ScriptCharacters.firstUnreadable(script);
    if (unreadable >= 0) {
      throw UnreadableConstruct.CHARACTER.at(unreadable, unreadable + 1);
    }
    ScriptText text = new ScriptText(script, 0, script.length());
    return new CommandParser(text, new Nesting(), null, false).script();
  }

  /** All commands up to the end of the text. */
  ShellNode script() {
    ShellNode list = list();
    if (in.peek() != ScriptText.END || in.at < in.end) {
      throw UnreadableConstruct.SYNTAX.at(in.at, in.at + 1);
    }
    hereTexts.complete(in.at);
    return list;
  }

  /** All commands up to the parenthesis that closes a substitution, which is passed. */
  ShellNode substitution(int start) {
    ShellNode list = list();
    if (in.peek() != ')') {
      throw UnreadableConstruct.SYNTAX.at(start, in.at);
    }
    hereTexts.complete(start);
    in.at++;
    return list;
  }

  /** Commands up to a word or a character that closes them; possibly none. */
  ShellNode.Sequence list() {
    List<ShellNode> nodes = new ArrayList<>();
    passNewlines();
    while (!isListEnd()) {
      nodes.add(chain());
      in.passBlanks();
      char next = in.peek();
      if (next == '&') {
        throw UnreadableConstruct.BACKGROUND.at(in.at, in.at + 1);
      } else if (next == ';' && !isCaseEnd(in.peekSecond())) {
        in.pass();
      } else if (next != '\n') {
        break;
      }
      passNewlines();
    }
    return new ShellNode.Sequence(List.copyOf(nodes));
  }

  /** As {@link #list}, with at least one command. */
  ShellNode.Sequence commands() {
    ShellNode.Sequence list = list();
    if (list.nodes().isEmpty()) {
      throw UnreadableConstruct.SYNTAX.at(in.at, in.at);
    }
    return list;
  }

  /** Passes a word of the syntax. */
  void expect(String word) {
    in.passBlanks();
    if (!in.plainWord().equals(word)) {
      throw UnreadableConstruct.SYNTAX.at(in.at, Math.min(in.at + 1, in.end));
    }
    in.passWord(word);
  }

  /** Passes newlines, blanks and comments; texts of here-documents are read with the newline. */
  void passNewlines() {
    in.passBlanks();
    while (in.peek() == '\n') {
      if (isOuterWaiting()) {
        throw UnreadableConstruct.HERE_DOCUMENT.at(in.at, in.at + 1);
      }
      in.at++;
      hereTexts.read();
      in.passBlanks();
    }
  }

  boolean isWaiting() {
    return hereTexts.isWaiting() || isOuterWaiting();
  }

  /** Redirections behind a compound command. */
  List<ShellNode.Redirect> redirects() {
    return simple.redirects();
  }

  private boolean isOuterWaiting() {
    return outer != null && outer.isWaiting();
  }

  private boolean isListEnd() {
    char next = in.peek();
    return next == ')'
        || next == ScriptText.END
        || (next == ';' && isCaseEnd(in.peekSecond()))
        || ScriptCharacters.isClosing(in.plainWord());
  }

  private static boolean isCaseEnd(char second) {
    return second == ';' || second == '&';
  }

  private ShellNode chain() {
    ShellNode first = pipeline();
    List<ShellNode.Link> links = new ArrayList<>();
    in.passBlanks();
    char next = in.peek();
    while ((next == '&' || next == '|') && in.peekSecond() == next) {
      in.pass();
      in.pass();
      passNewlines();
      links.add(new ShellNode.Link(next == '&', pipeline()));
      in.passBlanks();
      next = in.peek();
    }
    return links.isEmpty() ? first : new ShellNode.Chain(first, List.copyOf(links));
  }

  private ShellNode pipeline() {
    boolean isNegated = false;
    String word = in.plainWord();
    while (word.equals("!") || word.equals("time")) {
      in.passWord(word);
      in.passBlanks();
      if (word.equals("!")) {
        isNegated = !isNegated;
      } else {
        passTimeOptions();
      }
      word = in.plainWord();
    }
    List<ShellNode> nodes = new ArrayList<>(2);
    nodes.add(command());
    in.passBlanks();
    while (in.peek() == '|' && in.peekSecond() != '|') {
      in.pass();
      if (in.peek() == '&') {
        in.pass();
      }
      passNewlines();
      String inner = in.plainWord();
      if (inner.equals("!") || inner.equals("time")) {
        throw UnreadableConstruct.SYNTAX.at(in.at, in.at + inner.length());
      }
      nodes.add(command());
      in.passBlanks();
    }
    return nodes.size() == 1 && !isNegated
        ? nodes.getFirst()
        : new ShellNode.Pipeline(List.copyOf(nodes), isNegated);
  }

  private void passTimeOptions() {
    for (String option : List.of("-p", "--")) {
      if (in.plainWord().equals(option)) {
        in.passWord(option);
        in.passBlanks();
      }
    }
  }

  private ShellNode command() {
    String word = in.plainWord();
    boolean isCompound = in.peek() == '(' || ScriptCharacters.isReserved(word);
    if (!isCompound) {
      return simple.read();
    }
    nesting.enter(in.at);
    ShellNode node = compound.read(word);
    nesting.leave();
    return node;
  }
}
