package dev.gatehouse.workspace;

import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryEntryCalls;
import dev.gatehouse.workspace.posix.DirectoryNames;
import dev.gatehouse.workspace.posix.Errno;
import dev.gatehouse.workspace.posix.OpenAt;
import dev.gatehouse.workspace.posix.TreeNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Empties a directory however deep it is: each subdirectory is moved up to the top before it is
 * emptied, so that two descriptors and one name at a time are enough.
 */
final class DirectoryCleaner {
  private final Descriptor top;
  private int moved;

  private DirectoryCleaner(Descriptor top) {
    this.top = top;
  }

  /** Removes everything in {@code directory}, which stays. */
  static void empty(Descriptor directory) {
    new DirectoryCleaner(directory).run();
  }

  private void run() {
    Deque<String> pending = new ArrayDeque<>(names(top));
    while (!pending.isEmpty()) {
      String name = pending.pop();
      if (!removeSimply(top, name)) {
        moveUp(name, pending);
        pending.push(name);
      }
    }
  }

  private void moveUp(String name, Deque<String> pending) {
    long fd = OpenAt.beneath(top, TreeNames.bytes(name), OpenAt.READ | OpenAt.DIRECTORY, 0);
    try (Descriptor directory = new Descriptor((int) Errno.check(fd, "open", name))) {
      for (String child : names(directory)) {
        if (!removeSimply(directory, child)) {
          pending.push(moveToTop(directory, child));
        }
      }
    }
  }

  private String moveToTop(Descriptor directory, String child) {
    while (true) {
      String name = ".removing-" + moved++;
      long result = DirectoryEntryCalls.renameToNew(directory, child, top, name);
      if (result != -Errno.EEXIST) {
        Errno.check(result, "rename", child);
        return name;
      }
    }
  }

  /** Removes what is not a directory, or an empty one; false where something is inside. */
  private static boolean removeSimply(Descriptor parent, String name) {
    long result = DirectoryEntryCalls.removeFile(parent, name);
    if (result == -Errno.EISDIR) {
      result = DirectoryEntryCalls.removeDirectory(parent, name);
    }
    if (result == -Errno.ENOTEMPTY) {
      return false;
    }
    if (result != -Errno.ENOENT) {
      Errno.check(result, "remove", name);
    }
    return true;
  }

  private static List<String> names(Descriptor directory) {
    List<String> names = new ArrayList<>();
    // A descriptor of its own, since reading names moves the position of the one it reads.
    long fd = OpenAt.beneath(directory, new byte[] {'.'}, OpenAt.READ | OpenAt.DIRECTORY, 0);
    try (Descriptor again = new Descriptor((int) Errno.check(fd, "open", "."))) {
      DirectoryNames.forEach(again, names::add);
    }
    return names;
  }
}
