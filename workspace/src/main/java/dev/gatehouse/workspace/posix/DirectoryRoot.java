package dev.gatehouse.workspace.posix;

import dev.gatehouse.evidence.TreePath;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** An open directory; names below it are resolved by the kernel, never out of it. */
public final class DirectoryRoot implements AutoCloseable {
  /** Longer paths are opened in pieces, since the kernel takes 4,096 bytes at a time. */
  private static final int PIECE = 4000;

  private final Descriptor directory;

  private DirectoryRoot(Descriptor directory) {
    this.directory = directory;
  }

  /** Opens a directory of the gateway's own. */
  public static DirectoryRoot open(Path directory) {
    return new DirectoryRoot(OpenAt.own(directory));
  }

  /** The directory itself. */
  public Descriptor descriptor() {
    return directory;
  }

  /** The directory at {@code path} (empty: the root), for reading its names or making new ones. */
  public Descriptor directory(String path) {
    long fd = tryOpen(path.isEmpty() ? "." : path, OpenAt.READ | OpenAt.DIRECTORY);
    return new Descriptor((int) Errno.check(fd, "open directory", shown(path)));
  }

  /** The directory at {@code path} as {@link #directory}, or -errno. */
  public long tryDirectory(String path) {
    return tryOpen(path.isEmpty() ? "." : path, OpenAt.READ | OpenAt.DIRECTORY);
  }

  /** What is at {@code path}, opened for reading. */
  public Descriptor file(TreePath path) {
    long fd = tryOpen(TreeNames.checked(path).latin1(), OpenAt.READ);
    return new Descriptor((int) Errno.check(fd, "open", path.display()));
  }

  /** What is at {@code path} itself; empty if nothing, or if no directory leads there. */
  public Optional<FileStat> stat(TreePath path) {
    long parent = tryDirectory(TreeNames.parent(TreeNames.checked(path)));
    if (parent == -Errno.ENOENT || parent == -Errno.ENOTDIR || parent == -Errno.ELOOP) {
      return Optional.empty();
    }
    try (Descriptor open =
        new Descriptor((int) Errno.check(parent, "open directory", path.display()))) {
      return FileStat.of(open, TreeNames.name(path));
    }
  }

  /** The names in the directory at {@code path}, sorted by their bytes. */
  public NavigableSet<String> names(String path) {
    NavigableSet<String> names = new TreeSet<>();
    try (Descriptor open = directory(path)) {
      DirectoryNames.forEach(open, names::add);
    }
    return names;
  }

  @Override
  public void close() {
    directory.close();
  }

  private long tryOpen(String path, long flags) {
    if (path.length() <= PIECE) {
      return OpenAt.beneath(directory, TreeNames.bytes(path), flags, 0);
    }
    int cut = path.lastIndexOf('/', PIECE);
    long first =
        OpenAt.beneath(
            directory,
            TreeNames.bytes(path.substring(0, Math.max(cut, 0))),
            OpenAt.HANDLE | OpenAt.DIRECTORY,
            0);
    if (first < 0) {
      return first;
    }
    try (DirectoryRoot below = new DirectoryRoot(new Descriptor((int) first))) {
      return below.tryOpen(path.substring(cut + 1), flags);
    }
  }

  private static String shown(String path) {
    return path.isEmpty() ? "the root" : new TreePath(path).display();
  }
}
