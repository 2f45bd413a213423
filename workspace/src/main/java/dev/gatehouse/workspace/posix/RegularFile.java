package dev.gatehouse.workspace.posix;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** A regular file below a root, read whole and once through one descriptor. */
public final class RegularFile {
  private RegularFile() {}

  public static FileContent read(DirectoryRoot root, TreePath path, long maxBytes) {
    return read(root, path, maxBytes, size -> {});
  }

  /** Reads no more than the size that {@code beforeReading} was given. */
  public static FileContent read(
      DirectoryRoot root, TreePath path, long maxBytes, LongConsumer beforeReading) {
    try (Descriptor file = root.file(path)) {
      FileStat stat = requireRegular(file, path);
      long size = Math.min(stat.size(), maxBytes);
      beforeReading.accept(size);
      byte[] bytes = FileBytes.read(file, size, size, path.display());
      FileMode mode = stat.isExecutable() ? FileMode.EXECUTABLE : FileMode.REGULAR;
      return new FileContent(bytes, mode, stat.modified());
    }
  }

  /** Hands the bytes on without keeping them. */
  public static void copy(DirectoryRoot root, TreePath path, long maxBytes, OutputStream to)
      throws IOException {
    try (Descriptor file = root.file(path)) {
      requireRegular(file, path);
      FileBytes.copy(file, maxBytes, path.display(), to);
    }
  }

  private static FileStat requireRegular(Descriptor file, TreePath path) {
    FileStat stat = FileStat.of(file);
    return switch (stat.type()) {
      case FILE -> stat;
      case DIRECTORY ->
          throw new WorkspaceException(
              WorkspaceErrorCode.FILE_IS_DIRECTORY, "%s: is a directory".formatted(path.display()));
      case SYMLINK, WHITEOUT, SPECIAL ->
          throw new WorkspaceException(
              WorkspaceErrorCode.FILE_NOT_A_FILE,
              "%s: not a regular file".formatted(path.display()));
    };
  }
}
