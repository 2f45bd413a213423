package dev.gatehouse.policy.profile;

import java.util.Locale;

/** What an option's value or an operand of a command must be. */
public enum ValueType {
  /** Anything: a search expression, a message, a program's own argument. */
  TEXT,
  /** A whole number, perhaps signed, perhaps with a letter for its unit. */
  NUMBER,
  /** A path in the workspace or in {@code /tmp}, {@code /dev/null}, or {@code -}. */
  PATH,
  /** A revision of the sandbox's repository, or a range of two. */
  REVISION,
  /** A {@link #REVISION} or a {@link #PATH}. */
  REVISION_OR_PATH,
  /** A {@link #REVISION}, or the content of a path at one. */
  GIT_OBJECT,
  /** A {@link #PATH}, or one of the signs that join the tests of find. */
  FIND_OPERAND,
  /** A sed script that prints lines by number and does nothing else. */
  PRINT_LINES;

  /** The word in a profile: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static ValueType ofWord(String word) {
    for (ValueType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of value is called " + word);
  }
}
