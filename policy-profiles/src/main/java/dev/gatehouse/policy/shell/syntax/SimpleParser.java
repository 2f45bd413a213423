package dev.gatehouse.policy.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads simple commands and redirections. */
final class SimpleParser {
  private final ScriptText in;
  private final Nesting nesting;
  private final WordParser words;
  private final HereParser hereTexts;

  SimpleParser(ScriptText in, Nesting nesting, WordParser words, HereParser hereTexts) {
    this.in = in;
    this.nesting = nesting;
    this.words = words;
    this.hereTexts = hereTexts;
  }

  /** The simple command at the place. */
  ShellNode read() {
    int start = in.at;
    nesting.command(start);
    List<ScriptWord> assignments = new ArrayList<>(1);
    List<ScriptWord> arguments = new ArrayList<>();
    List<ShellNode.Redirect> redirects = new ArrayList<>(1);
    int end = start;
    while (true) {
      if (redirect(redirects)) {
        end = in.at;
        in.passBlanks();
        continue;
      }
      if (ScriptCharacters.endsWord(in.peek())) {
        break;
      }
      ScriptWord word = word();
      char next = in.peek();
      if ((next == '<' || next == '>') && isDescriptor(word)) {
        descriptorRedirect(redirects);
      } else {
        add(word, assignments, arguments);
      }
      end = in.at;
      in.passBlanks();
    }
    if (in.peek() == '(') {
      boolean isArray = arguments.isEmpty() || arguments.size() > 1;
      throw (isArray ? UnreadableConstruct.ARRAY : UnreadableConstruct.FUNCTION)
          .at(start, in.at + 1);
    }
    if (end == start) {
      throw UnreadableConstruct.SYNTAX.at(start, Math.min(start + 1, in.end));
    }
    return new ShellNode.Simple(
        List.copyOf(assignments),
        List.copyOf(arguments),
        List.copyOf(redirects),
        new SourcePlace(start, end));
  }

  /** Redirections alone, behind a compound command. */
  List<ShellNode.Redirect> redirects() {
    List<ShellNode.Redirect> redirects = new ArrayList<>(1);
    in.passBlanks();
    while (true) {
      if (!redirect(redirects)) {
        if (!ScriptCharacters.isDigit(in.peek())) {
          return List.copyOf(redirects);
        }
        ScriptWord word = words.word();
        if (!isDescriptor(word) || (in.peek() != '<' && in.peek() != '>')) {
          throw UnreadableConstruct.SYNTAX.at(word.place());
        }
        descriptorRedirect(redirects);
      }
      in.passBlanks();
    }
  }

  private void add(ScriptWord word, List<ScriptWord> assignments, List<ScriptWord> arguments) {
    if (!arguments.isEmpty()) {
      arguments.add(word);
    } else if (word.hasSubscript()) {
      throw UnreadableConstruct.SUBSCRIPT.at(word.place());
    } else if (word.assignedName().isEmpty()) {
      arguments.add(word);
    } else if (in.peek() == '(') {
      throw UnreadableConstruct.ARRAY.at(word.place());
    } else {
      assignments.add(word);
    }
  }

  /** Bash reads the text of a here-document at the end of the line, not within a word. */
  private ScriptWord word() {
    ScriptWord word = words.word();
    if (hereTexts.isWaiting() && word.place().of(in.text).indexOf('\n') >= 0) {
      throw UnreadableConstruct.HERE_DOCUMENT.at(word.place());
    }
    return word;
  }

  private static boolean isDescriptor(ScriptWord word) {
    String text = word.plainText();
    boolean isVariable =
        text.startsWith("{")
            && text.endsWith("}")
            && ScriptCharacters.endOfName(text, 1, text.length()) > 1;
    if (isVariable || (ScriptCharacters.isNumber(text) && text.length() > 4)) {
      throw UnreadableConstruct.DESCRIPTOR.at(word.place());
    }
    return ScriptCharacters.isNumber(text);
  }

  private void descriptorRedirect(List<ShellNode.Redirect> redirects) {
    if (in.peek() == '>' && in.peekSecond() == '&') {
      in.pass();
      in.pass();
      in.passBlanks();
      ScriptWord target = target();
      String text = target.plainText();
      if (!text.equals("-") && !ScriptCharacters.isNumber(text)) {
        throw UnreadableConstruct.DESCRIPTOR.at(target.place());
      }
    } else {
      redirect(redirects);
    }
  }

  /** Reads the redirection at the place, if one is there. */
  private boolean redirect(List<ShellNode.Redirect> redirects) {
    char first = in.peek();
    char second = first == '<' || first == '>' || first == '&' ? in.peekSecond() : ScriptText.END;
    if (first == '&' && second == '>') {
      in.pass();
      in.pass();
      if (in.peek() == '>') {
        in.pass();
      }
      file(true, false, redirects);
      return true;
    }
    if (first != '<' && first != '>') {
      return false;
    }
    if (second == '(') {
      throw UnreadableConstruct.PROCESS_SUBSTITUTION.at(in.at, in.at + 2);
    }
    in.pass();
    if (first == '>') {
      if (second == '>' || second == '&' || second == '|') {
        in.pass();
      }
      // It closes the descriptor, and what follows is a word of its own.
      if (second == '&' && in.peek() == '-' && !ScriptCharacters.endsWord(in.peekSecond())) {
        throw UnreadableConstruct.DESCRIPTOR.at(in.at, in.at + 1);
      }
      file(true, second == '&', redirects);
    } else if (second == '<') {
      in.pass();
      hereRedirect(redirects);
    } else if (second == '&') {
      in.pass();
      ScriptWord target = target();
      String text = target.plainText();
      if (!text.equals("-") && !ScriptCharacters.isNumber(text)) {
        throw UnreadableConstruct.DESCRIPTOR.at(target.place());
      }
    } else if (second == '>') {
      // Opened for both; it is listed as what it reads and as what it writes.
      in.pass();
      ScriptWord target = target();
      redirects.add(new ShellNode.FileRedirect(false, target, false));
      redirects.add(new ShellNode.FileRedirect(true, target, false));
    } else {
      file(false, false, redirects);
    }
    return true;
  }

  private void file(boolean isWrite, boolean mayDuplicate, List<ShellNode.Redirect> redirects) {
    redirects.add(new ShellNode.FileRedirect(isWrite, target(), mayDuplicate));
  }

  private void hereRedirect(List<ShellNode.Redirect> redirects) {
    char next = in.peek();
    if (next == '<') {
      in.pass();
      redirects.add(new ShellNode.HereRedirect(HereText.of(target())));
      return;
    }
    boolean stripsTabs = next == '-';
    if (stripsTabs) {
      in.pass();
    }
    ScriptWord delimiter = target();
    String source = delimiter.place().of(in.text);
    if (!delimiter.isText() || source.indexOf('$') >= 0 || source.indexOf('\n') >= 0) {
      throw UnreadableConstruct.HERE_DOCUMENT.at(delimiter.place());
    }
    HereText text =
        new HereText(delimiter.joined(), delimiter.isQuoted(), stripsTabs, delimiter.place());
    hereTexts.add(text);
    redirects.add(new ShellNode.HereRedirect(text));
  }

  private ScriptWord target() {
    in.passBlanks();
    if (ScriptCharacters.endsWord(in.peek())) {
      if ((in.peek() == '<' || in.peek() == '>') && in.peekSecond() == '(') {
        throw UnreadableConstruct.PROCESS_SUBSTITUTION.at(in.at, in.at + 2);
      }
      throw UnreadableConstruct.SYNTAX.at(in.at, Math.min(in.at + 1, in.end));
    }
    return word();
  }
}
