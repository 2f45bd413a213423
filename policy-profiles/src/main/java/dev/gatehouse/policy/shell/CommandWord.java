package dev.gatehouse.policy.shell;

/** One word of a simple command after all expansions that can be known without running it. */
public sealed interface CommandWord {
  /** The word as a person reads it: the literal text, or what stands in the shell string. */
  String text();

  /** Exactly this one word. */
  record Literal(String text) implements CommandWord {}

  /**
   * A pattern of file names: expands to the names that match, or stays as it is where none does.
   *
   * @param text the pattern without quotes, with a backslash before each quoted character of {@code
   *     *?[]\\}
   * @param prefix the literal characters before the first wildcard; with an empty one the word may
   *     become an option
   */
  record Pattern(String text, String prefix) implements CommandWord {}

  /**
   * A word whose text depends on what runs, such as a command substitution.
   *
   * @param text as it stands in the shell string
   * @param prefix the literal characters with which it begins; with an empty one the word may
   *     become an option
   * @param single whether it is exactly one word; otherwise it may be none or several
   */
  record Unknown(String text, String prefix, boolean single) implements CommandWord {}
}
