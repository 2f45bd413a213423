package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;

/**
 * The extended attributes by which overlayfs marks an upper layer (Linux,
 * Documentation/filesystems/overlayfs.rst).
 */
final class OverlayMarks {
  /** No command can set these; an unprivileged gateway's mounts use {@code userxattr} instead. */
  private static final String PREFIX =
      Owner.ofThisProcess().uid() == 0 ? "trusted.overlay." : "user.overlay.";

  private OverlayMarks() {}

  /**
   * Whether the directory hides what lies below it.
   *
   * @throws WorkspaceException LAYER_UNREADABLE if it stands for a directory of another name
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
  static void requireWhole(Root upper, TreePath path) {
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
