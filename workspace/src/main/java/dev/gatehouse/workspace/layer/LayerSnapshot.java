package dev.gatehouse.workspace.layer;

import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.layer.LayerEntry.Kind;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryEntryCalls;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.FileWriting;
import dev.gatehouse.workspace.posix.RegularFile;
import dev.gatehouse.workspace.posix.TreeNames;
import java.nio.file.Path;
import java.util.List;

/** The layer that a command wrote, after it has ended. */
public final class LayerSnapshot {
  private final Path upper;
  private final LayerBounds bounds;
  private final List<LayerEntry> entries;

  public LayerSnapshot(Path upper, LayerBounds bounds, List<LayerEntry> entries) {
    this.upper = upper;
    this.bounds = bounds;
    this.entries = List.copyOf(entries);
  }

  /** Where the view differs, by path in byte order, {@link Kind#ABSENT} before others. */
  public List<LayerEntry> entries() {
    return entries;
  }

  /**
   * The content of a file, read when it is written.
   *
   * @return refuses as {@link #content} does
   */
  public FileWriting writing(LayerEntry entry) {
    return FileWriting.of(
        entry.size(),
        out -> {
          try (DirectoryRoot root = DirectoryRoot.open(upper)) {
            OverlayXattrs.requireWhole(root, entry.path());
            RegularFile.copy(root, entry.path(), bounds.changedFileBytes(), out);
          }
        });
  }

  /**
   * The bytes of a file, or the target of a link, read now and whole.
   *
   * @throws WorkspaceException TOO_LARGE beyond the bound; FILE_NOT_A_FILE for a kind without
   *     content; WORKSPACE_LAYER_UNREADABLE if the overlay holds only part of the file
   */
  public byte[] content(LayerEntry entry) {
    try (DirectoryRoot root = DirectoryRoot.open(upper)) {
      return switch (entry.kind()) {
        case FILE, EXECUTABLE -> {
          OverlayXattrs.requireWhole(root, entry.path());
          yield RegularFile.read(root, entry.path(), bounds.changedFileBytes()).bytes();
        }
        case SYMLINK -> {
          try (Descriptor parent = root.directory(TreeNames.parent(entry.path()))) {
            yield DirectoryEntryCalls.readLink(parent, TreeNames.name(entry.path()));
          }
        }
        case DIRECTORY, ABSENT, SPECIAL, TOO_DEEP ->
            throw new WorkspaceException(
                WorkspaceErrorCode.FILE_NOT_A_FILE,
                "%s: has no content".formatted(entry.path().display()));
      };
    }
  }
}
