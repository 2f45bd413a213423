package dev.gatehouse.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Directories below a layer: made for a run's user, removed however a command left them. */
final class Tree {
  private Tree() {}

  static Path make(Path directory, int uid, int gid) throws IOException {
    Files.createDirectory(directory);
    Files.setAttribute(directory, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(directory, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    return directory;
  }

  /**
   * Removes a tree of any depth. Every directory is first moved up to {@code root}, so that no path
   * is longer than two names below it: a path has a greatest length, a tree has not. No process may
   * be changing the tree; links are removed, never followed.
   */
  static void remove(Path root) throws IOException {
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(root);
      return;
    }
    Deque<Path> directories = new ArrayDeque<>();
    Path base = Files.createTempDirectory(root, "remove");
    long moved = empty(root, base, directories, 0);
    for (Path next = directories.poll(); next != null; next = directories.poll()) {
      moved = empty(next, base, directories, moved);
      Files.delete(next);
    }
    Files.delete(base);
    Files.delete(root);
  }

  private static long empty(Path directory, Path base, Deque<Path> directories, long moved)
      throws IOException {
    long count = moved;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (entry.equals(base)) {
          continue;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Path up = base.resolve(Long.toString(count++));
          directories.add(Files.move(entry, up));
        } else {
          Files.delete(entry);
        }
      }
    }
    return count;
  }
}
