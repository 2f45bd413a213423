package dev.gatehouse.policy;

import dev.gatehouse.evidence.WorkspacePath;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

  private static final Set<String> FIND_SIGNS = Set.of("(", ")", "!", ",");

  // None of these can take exponential time: each repeats one character class once.
  private static final Pattern NUMBER_FORM = Pattern.compile("[+-]?[0-9]{1,18}[A-Za-z]{0,2}");
  private static final Pattern REVISION_FORM =
      Pattern.compile("[A-Za-z0-9_@][A-Za-z0-9_./@^~{}-]{0,255}");
  private static final Pattern PRINT_FORM =
      Pattern.compile("([0-9]{1,9}|\\$)(,([0-9]{1,9}|\\$))?p");

  /** The word in a profile: lower case, with hyphens. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ValueType ofWord(String word) {
    for (ValueType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of value is called " + word);
  }

  boolean accepts(String text) {
    return switch (this) {
      case TEXT -> true;
      case NUMBER -> NUMBER_FORM.matcher(text).matches();
      case PATH -> PathOperand.of(text).isPresent();
      case REVISION -> REVISION_FORM.matcher(text).matches();
      case REVISION_OR_PATH -> REVISION.accepts(text) || PATH.accepts(text);
      case GIT_OBJECT -> isGitObject(text);
      case FIND_OPERAND -> FIND_SIGNS.contains(text) || PATH.accepts(text);
      case PRINT_LINES -> PRINT_FORM.matcher(text).matches();
    };
  }

  /** The path in the workspace that this text names as a value of this type, if it does. */
  Optional<WorkspacePath> workspacePath(String text) {
    return switch (this) {
      case PATH, REVISION_OR_PATH -> PathOperand.of(text).flatMap(PathOperand::path);
      case FIND_OPERAND ->
          FIND_SIGNS.contains(text)
              ? Optional.empty()
              : PathOperand.of(text).flatMap(PathOperand::path);
      case GIT_OBJECT ->
          PathOperand.of(text.substring(text.indexOf(':') + 1)).flatMap(PathOperand::path);
      case TEXT, NUMBER, REVISION, PRINT_LINES -> Optional.empty();
    };
  }

  private static boolean isGitObject(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? REVISION.accepts(text)
        : REVISION.accepts(text.substring(0, colon)) && PATH.accepts(text.substring(colon + 1));
  }
}
