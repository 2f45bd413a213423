package dev.gatehouse.sandbox.docker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Directories below a layer: made for a run's user, removed however a command left them. */
final class LayerDirectories {
  private LayerDirectories() {}

  static Path make(Path directory, int uid, int gid) throws IOException {
    Files.createDirectory(directory);
    Files.setAttribute(directory, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(directory, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    return directory;
  }

  /**
   * Removes a tree of any depth, also where no further file may be made. Every directory is first
   * moved up to {@code root}, so that no path is longer than two names below it: a path has a
   * greatest length, a tree has not. No process may be changing the tree; links are removed, never
   * followed.
   */
  static void remove(Path root) throws IOException {
    Deque<Path> directories = new ArrayDeque<>();
    long moved = empty(root, root, directories, 0);
    for (Path next = directories.poll(); next != null; next = directories.poll()) {
      moved = empty(next, root, directories, moved);
      Files.delete(next);
    }
    Files.delete(root);
  }

  private static long empty(Path directory, Path root, Deque<Path> directories, long moved)
      throws IOException {
    long count = moved;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(entry);
        } else if (directory.equals(root)) {
          directories.add(entry);
        } else {
          Path up = root.resolve("moved-" + count++);
          while (Files.exists(up, LinkOption.NOFOLLOW_LINKS)) {
            up = root.resolve("moved-" + count++);
          }
          directories.add(Files.move(entry, up));
        }
      }
    }
    return count;
  }
}
