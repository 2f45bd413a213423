package dev.gatehouse.policy.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads the texts of here-documents, which follow the line in which they are named. */
final class HereParser {
  private final ScriptText in;
  private final Nesting nesting;
  private final CommandParser commands;
  private final boolean isSubstitution;
  private final List<HereText> waiting = new ArrayList<>(1);

  HereParser(ScriptText in, Nesting nesting, CommandParser commands, boolean isSubstitution) {
    this.in = in;
    this.nesting = nesting;
    this.commands = commands;
    this.isSubstitution = isSubstitution;
  }

  void add(HereText text) {
    waiting.add(text);
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Fails where a text would have to follow what ends here. */
  void complete(int start) {
    if (isWaiting()) {
      throw UnreadableConstruct.HERE_DOCUMENT.at(waiting.getFirst().place());
    }
  }

  /** Reads the texts that begin at the place, which is the beginning of a line. */
  void read() {
    for (int i = 0; i < waiting.size(); i++) {
      read(waiting.get(i));
    }
    waiting.clear();
  }

  private void read(HereText text) {
    int start = in.at;
    int line = start;
    while (line < in.end) {
      int end = endOfLine(line, text.isQuoted());
      String content = content(line, end, text);
      if (content.equals(text.delimiter())) {
        expand(text, start, line);
        in.at = Math.min(end + 1, in.end);
        return;
      }
      // Bash ends the text of a substitution there.
      if (isSubstitution
          && content.startsWith(text.delimiter())
          && content.indexOf(')', text.delimiter().length()) >= 0) {
        break;
      }
      line = end + 1;
    }
    throw UnreadableConstruct.HERE_DOCUMENT.at(text.place());
  }

  private void expand(HereText text, int start, int end) {
    if (!text.isQuoted()) {
      ScriptText content = new ScriptText(in.text, start, end);
      nesting.enter(start);
      text.isRead(new WordParser(content, nesting, commands).hereText(text.stripsTabs()));
      nesting.leave();
    }
  }

  /** The end of a line, which goes on behind a continuation unless the delimiter is quoted. */
  private int endOfLine(int from, boolean isQuoted) {
    if (isQuoted) {
      int end = in.text.indexOf('\n', from, in.end);
      return end < 0 ? in.end : end;
    }
    int place = from;
    while (place < in.end && in.text.charAt(place) != '\n') {
      place += in.text.charAt(place) == '\\' ? 2 : 1;
    }
    return Math.min(place, in.end);
  }

  private String content(int from, int end, HereText text) {
    int start = from;
    while (text.stripsTabs() && start < end && in.text.charAt(start) == '\t') {
      start++;
    }
    String line = in.text.substring(start, end);
    return text.isQuoted() ? line : line.replace("\\\n", "");
  }
}
