package dev.gatehouse.policy.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** A word as it stands in a string. */
public record ScriptWord(List<WordPart> parts, SourcePlace place) {

  /** The text if the word has neither quotes nor expansions; or "". */
  public String plainText() {
    return parts.size() == 1
            && parts.getFirst() instanceof WordPart.Text(String text, boolean q)
            && !q
        ? text
        : "";
  }

  /** Whether it has no expansions. */
  boolean isText() {
    for (WordPart part : parts) {
      if (!(part instanceof WordPart.Text)) {
        return false;
      }
    }
    return true;
  }

  /** All characters of a word that {@link #isText}. */
  String joined() {
    StringBuilder joined = new StringBuilder();
    for (WordPart part : parts) {
      if (part instanceof WordPart.Text(String text, boolean _)) {
        joined.append(text);
      }
    }
    return joined.toString();
  }

  boolean isQuoted() {
    return parts.stream().anyMatch(each -> each instanceof WordPart.Text(String _, boolean q) && q);
  }

  /** The name to which the word assigns where assignments are read; or "". */
  public String assignedName() {
    String text = head();
    int end = ScriptCharacters.endOfName(text, 0, text.length());
    boolean assigns = end > 0 && (text.startsWith("=", end) || text.startsWith("+=", end));
    return assigns ? text.substring(0, end) : "";
  }

  /** Whether an assignment adds to the value. */
  public boolean adds() {
    return head().startsWith("+=", assignedName().length());
  }

  /** Whether it begins with a name and a subscript. */
  boolean hasSubscript() {
    String text = head();
    int end = ScriptCharacters.endOfName(text, 0, text.length());
    return end > 0 && text.startsWith("[", end);
  }

  /** What an assignment assigns. */
  public ScriptWord value() {
    String text = head();
    int from = assignedName().length() + (adds() ? 2 : 1);
    List<WordPart> rest = new ArrayList<>(parts.subList(1, parts.size()));
    if (from < text.length()) {
      rest.addFirst(new WordPart.Text(text.substring(from), false));
    }
    return new ScriptWord(List.copyOf(rest), place);
  }

  /** Whether an unquoted character stands in it. */
  public boolean hasPlain(char character) {
    for (WordPart part : parts) {
      if (part instanceof WordPart.Text(String text, boolean quoted)
          && !quoted
          && text.indexOf(character) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether a part can be several words although it is quoted. */
  boolean hasWords() {
    for (WordPart part : parts) {
      if (part instanceof WordPart.Computed computed && computed.form() == WordPart.Form.WORDS) {
        return true;
      }
    }
    return false;
  }

  private String head() {
    return !parts.isEmpty()
            && parts.getFirst() instanceof WordPart.Text(String text, boolean quoted)
            && !quoted
        ? text
        : "";
  }
}
