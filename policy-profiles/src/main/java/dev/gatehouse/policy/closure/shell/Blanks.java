package dev.gatehouse.policy.closure.shell;

import java.util.List;

/** Cuts texts at blanks, tabs and newlines, whatever is quoted in them. */
public final class Blanks {
  private static final String BLANKS = "[ \t\n]+";

  private Blanks() {}

  /** The words of a text; none if it is blank. */
  public static List<String> words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : parts(stripped);
  }

  /** What stands between the blanks of a text; an empty part before a blank that begins it. */
  public static List<String> parts(String text) {
    return List.of(text.split(BLANKS));
  }
}
