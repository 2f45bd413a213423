package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.policy.shell.CommandWord;
import java.util.Optional;

/**
 * A path as a command's argument names it: in the workspace or one of the few places besides.
 *
 * @param path the path in the workspace; empty for its root, for {@code /tmp} and what is in it,
 *     for {@code /dev/null}, for {@code -}, and for a pattern of names
 */
record PathOperand(Optional<WorkspacePath> path) {
  private static final PathOperand NO_PATH = new PathOperand(Optional.empty());

  /**
   * Reads a word; empty where it is not such a path.
   *
   * @param directory the absolute path of the directory in which the command starts
   */
  static Optional<PathOperand> of(CommandWord word, String directory) {
    return switch (word) {
      case CommandWord.Literal(String text) -> of(text, directory);
      case CommandWord.Pattern pattern -> ofPattern(pattern);
      case CommandWord.Unknown _ -> Optional.empty();
    };
  }

  /** Reads an argument; empty where it is not such a path. */
  static Optional<PathOperand> of(String argument, String directory) {
    if (argument.equals("-") || argument.equals("/dev/null")) {
      return Optional.of(NO_PATH);
    }
    String text = argument;
    while (text.startsWith("./")) {
      text = text.substring(2);
      while (text.startsWith("/")) {
        text = text.substring(1);
      }
    }
    if (text.isEmpty() && !argument.isEmpty()) {
      return Optional.of(NO_PATH);
    }
    while (text.length() > 1 && text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.equals(".")) {
      return Optional.of(NO_PATH);
    }
    return inSandbox(text.startsWith("/") ? text : directory + "/" + text);
  }

  private static Optional<PathOperand> inSandbox(String absolute) {
    if (absolute.equals(SandboxView.MOUNT_POINT) || absolute.equals(SandboxView.TMP)) {
      return Optional.of(NO_PATH);
    }
    if (absolute.startsWith(SandboxView.TMP + "/")) {
      return parse(absolute.substring(SandboxView.TMP.length() + 1)).map(path -> NO_PATH);
    }
    return absolute.startsWith(SandboxView.MOUNT_POINT + "/")
        ? parse(absolute.substring(SandboxView.MOUNT_POINT.length() + 1))
            .map(path -> new PathOperand(Optional.of(path)))
        : Optional.empty();
  }

  /**
   * A wildcard matches no slash and neither {@code .} nor {@code ..} (bash 5.2, globskipdots), so a
   * pattern without {@code ..} names only what is below its beginning.
   */
  private static Optional<PathOperand> ofPattern(CommandWord.Pattern pattern) {
    String prefix = pattern.prefix();
    boolean inside =
        !prefix.startsWith("/")
            || prefix.startsWith(SandboxView.MOUNT_POINT + "/")
            || prefix.startsWith(SandboxView.TMP + "/");
    return inside && !pattern.text().contains("..") ? Optional.of(NO_PATH) : Optional.empty();
  }

  private static Optional<WorkspacePath> parse(String text) {
    try {
      return Optional.of(WorkspacePath.parse(text));
    } catch (PathException e) {
      return Optional.empty();
    }
  }
}
