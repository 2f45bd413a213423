package dev.gatehouse.policy.shell.syntax;

import java.util.List;

/** The text that a here-document or a here-string gives to a command. */
public final class HereText {
  private final String delimiter;
  private final boolean isQuoted;
  private final boolean stripsTabs;
  private final SourcePlace place;
  private List<WordPart> parts = List.of();

  HereText(String delimiter, boolean isQuoted, boolean stripsTabs, SourcePlace place) {
    this.delimiter = delimiter;
    this.isQuoted = isQuoted;
    this.stripsTabs = stripsTabs;
    this.place = place;
  }

  /** The text of a here-string. */
  static HereText of(ScriptWord word) {
    HereText text = new HereText("", false, false, word.place());
    text.parts = word.parts();
    return text;
  }

  String delimiter() {
    return delimiter;
  }

  boolean isQuoted() {
    return isQuoted;
  }

  boolean stripsTabs() {
    return stripsTabs;
  }

  SourcePlace place() {
    return place;
  }

  void isRead(List<WordPart> expansions) {
    parts = expansions;
  }

  /** What is expanded in it; known when the line behind which it stands has been read. */
  public ScriptWord expansions() {
    return new ScriptWord(parts, place);
  }
}
