package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.ValueType;
import dev.gatehouse.policy.shell.CommandWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * Tests whether a word is a value of a {@link ValueType}, and finds the paths that it names.
 *
 * @param directories the absolute paths of the directories in which the command can start
 */
record ArgumentValue(SortedSet<String> directories) {
  private static final Set<String> FIND_SIGNS = Set.of("(", ")", "!", ",");

  // None of these can take exponential time: each repeats one character class once.
  private static final Pattern NUMBER_FORM = Pattern.compile("[+-]?[0-9]{1,18}[A-Za-z]{0,2}");
  private static final Pattern REVISION_FORM =
      Pattern.compile("[A-Za-z0-9_@][A-Za-z0-9_./@^~{}-]{0,255}");
  private static final Pattern PRINT_FORM =
      Pattern.compile("([0-9]{1,9}|\\$)(,([0-9]{1,9}|\\$))?p");

  /** Whether the word is a value of the type, whatever it expands to. */
  boolean isOf(ValueType type, CommandWord word) {
    return switch (type) {
      case TEXT -> true;
      case NUMBER -> matches(NUMBER_FORM, word);
      case PATH -> isPath(word);
      case REVISION -> isRevision(word);
      case SCRIPT_FILE -> isScriptFile(word);
      case REVISION_OR_PATH -> isOf(ValueType.REVISION, word) || isPath(word);
      case GIT_OBJECT -> isGitObject(word);
      case FIND_OPERAND -> FIND_SIGNS.contains(word.text()) || isPath(word);
      case PRINT_LINES -> matches(PRINT_FORM, word);
      case SHELL_STRING -> word instanceof CommandWord.Literal;
      case COMMAND, ENVIRONMENT_COMMAND, PARTIAL_COMMAND, FIND_COMMAND -> false;
    };
  }

  /** The paths in the workspace that the word names as a value of the type. */
  List<WorkspacePath> workspacePaths(ValueType type, CommandWord word) {
    return switch (type) {
      case PATH, SCRIPT_FILE, REVISION_OR_PATH -> paths(word);
      case FIND_OPERAND -> FIND_SIGNS.contains(word.text()) ? List.of() : paths(word);
      case GIT_OBJECT ->
          paths(new CommandWord.Literal(word.text().substring(word.text().indexOf(':') + 1)));
      case TEXT,
          NUMBER,
          REVISION,
          PRINT_LINES,
          SHELL_STRING,
          COMMAND,
          ENVIRONMENT_COMMAND,
          PARTIAL_COMMAND,
          FIND_COMMAND ->
          List.of();
    };
  }

  private boolean isPath(CommandWord word) {
    return directories.stream().allMatch(directory -> PathOperand.of(word, directory).isPresent());
  }

  private List<WorkspacePath> paths(CommandWord word) {
    List<WorkspacePath> found = new ArrayList<>();
    for (String directory : directories) {
      PathOperand.of(word, directory).flatMap(PathOperand::path).ifPresent(found::add);
    }
    return found;
  }

  /** Without a way up: git takes two paths that leave the repository for files to compare. */
  private static boolean isRevision(CommandWord word) {
    return matches(REVISION_FORM, word)
        && !word.text().contains("/..")
        && !word.text().contains("../");
  }

  /** Neither standard input nor what a shell takes for options. */
  private boolean isScriptFile(CommandWord word) {
    return word instanceof CommandWord.Literal(String text)
        && !text.equals("-")
        && !text.startsWith("+")
        && isPath(word);
  }

  private static boolean matches(Pattern form, CommandWord word) {
    return word instanceof CommandWord.Literal(String text) && form.matcher(text).matches();
  }

  private boolean isGitObject(CommandWord word) {
    if (!(word instanceof CommandWord.Literal(String text))) {
      return false;
    }
    int colon = text.indexOf(':');
    return colon < 0
        ? isRevision(word)
        : isRevision(new CommandWord.Literal(text.substring(0, colon)))
            && isPath(new CommandWord.Literal(text.substring(colon + 1)));
  }
}
