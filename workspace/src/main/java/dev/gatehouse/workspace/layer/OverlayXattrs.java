package dev.gatehouse.workspace.layer;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.posix.Attributes;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.Owner;

/**
 * The extended attributes by which overlayfs marks an upper layer (Linux,
 * Documentation/filesystems/overlayfs.rst).
 */
final class OverlayXattrs {
  /** No command can set these; an unprivileged gateway's mounts use {@code userxattr} instead. */
  private static final String PREFIX =
      Owner.ofThisProcess().uid() == 0 ? "trusted.overlay." : "user.overlay.";

  private OverlayXattrs() {}

  /**
   * Whether the directory hides what lies below it.
   *
   * @throws WorkspaceException WORKSPACE_LAYER_UNREADABLE if it stands for a directory of another
   *     name
   */
  static boolean isOpaque(Descriptor directory, String path) {
    if (Attributes.extended(directory, PREFIX + "redirect").isPresent()) {
      throw unreadable(path, "a redirected directory");
    }
    String opaque = Attributes.extended(directory, PREFIX + "opaque").orElse("");
    return switch (opaque) {
      case "" -> false;
      case "y" -> true;
      default -> throw unreadable(path, "an unknown mark");
    };
  }

  /** Refuses a file of which the layer holds the attributes only. */
  static void requireWhole(DirectoryRoot upper, TreePath path) {
    try (Descriptor file = upper.file(path)) {
      if (Attributes.extended(file, PREFIX + "metacopy").isPresent()) {
        throw unreadable(path.latin1(), "a file without its content");
      }
    }
  }

  private static WorkspaceException unreadable(String path, String what) {
    return new WorkspaceException(
        WorkspaceErrorCode.WORKSPACE_LAYER_UNREADABLE,
        "%s: %s".formatted(new TreePath(path).display(), what));
  }
}
