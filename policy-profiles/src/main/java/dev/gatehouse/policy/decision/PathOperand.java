package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.path.SandboxView;
import java.util.Optional;

/**
 * A path as a command's argument names it: in the workspace, which is the command's directory, or
 * one of the few places besides.
 *
 * @param path the path in the workspace; empty for its root, for {@code /tmp} and what is in it,
 *     for {@code /dev/null}, and for {@code -}
 */
record PathOperand(Optional<WorkspacePath> path) {
  /** Reads the argument; empty where it is not such a path. */
  static Optional<PathOperand> of(String argument) {
    if (argument.equals("-") || argument.equals("/dev/null")) {
      return Optional.of(new PathOperand(Optional.empty()));
    }
    String text = argument;
    while (text.startsWith("./")) {
      text = text.substring(2);
    }
    while (text.length() > 1 && text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.equals(".") || text.equals(SandboxView.MOUNT_POINT) || text.equals(SandboxView.TMP)) {
      return Optional.of(new PathOperand(Optional.empty()));
    }
    if (text.startsWith(SandboxView.TMP + "/")) {
      return parse(text.substring(SandboxView.TMP.length() + 1))
          .map(path -> new PathOperand(Optional.empty()));
    }
    if (text.startsWith(SandboxView.MOUNT_POINT + "/")) {
      text = text.substring(SandboxView.MOUNT_POINT.length() + 1);
    }
    return parse(text).map(path -> new PathOperand(Optional.of(path)));
  }

  private static Optional<WorkspacePath> parse(String text) {
    try {
      return Optional.of(WorkspacePath.parse(text));
    } catch (PathException e) {
      return Optional.empty();
    }
  }
}
