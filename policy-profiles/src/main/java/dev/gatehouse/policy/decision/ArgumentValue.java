package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.ValueType;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tests whether a text is a value of a {@link ValueType}, and finds the path that it names. */
final class ArgumentValue {
  private static final Set<String> FIND_SIGNS = Set.of("(", ")", "!", ",");

  // None of these can take exponential time: each repeats one character class once.
  private static final Pattern NUMBER_FORM = Pattern.compile("[+-]?[0-9]{1,18}[A-Za-z]{0,2}");
  private static final Pattern REVISION_FORM =
      Pattern.compile("[A-Za-z0-9_@][A-Za-z0-9_./@^~{}-]{0,255}");
  private static final Pattern PRINT_FORM =
      Pattern.compile("([0-9]{1,9}|\\$)(,([0-9]{1,9}|\\$))?p");

  private ArgumentValue() {}

  /** Whether the text is a value of the type. */
  static boolean isOf(ValueType type, String text) {
    return switch (type) {
      case TEXT -> true;
      case NUMBER -> NUMBER_FORM.matcher(text).matches();
      case PATH -> PathOperand.of(text).isPresent();
      case REVISION -> REVISION_FORM.matcher(text).matches();
      case REVISION_OR_PATH -> isOf(ValueType.REVISION, text) || isOf(ValueType.PATH, text);
      case GIT_OBJECT -> isGitObject(text);
      case FIND_OPERAND -> FIND_SIGNS.contains(text) || isOf(ValueType.PATH, text);
      case PRINT_LINES -> PRINT_FORM.matcher(text).matches();
    };
  }

  /** The path in the workspace that the text names as a value of the type, if it names one. */
  static Optional<WorkspacePath> workspacePath(ValueType type, String text) {
    return switch (type) {
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
        ? isOf(ValueType.REVISION, text)
        : isOf(ValueType.REVISION, text.substring(0, colon))
            && isOf(ValueType.PATH, text.substring(colon + 1));
  }
}
