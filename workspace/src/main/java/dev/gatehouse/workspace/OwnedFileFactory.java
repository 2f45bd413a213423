package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.posix.Attributes;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryEntryCalls;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.Errno;
import dev.gatehouse.workspace.posix.FileBytes;
import dev.gatehouse.workspace.posix.FileStat;
import dev.gatehouse.workspace.posix.FileWriting;
import dev.gatehouse.workspace.posix.OpenAt;
import dev.gatehouse.workspace.posix.Owner;
import dev.gatehouse.workspace.posix.TreeNames;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes files, links and directories anew, owned by the run's user, with no attribute of others.
 */
final class OwnedFileFactory {
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;
  private static final int EXECUTABLE_MODE = 0755;
  private static final int UNFINISHED_MODE = 0600;

  private final Owner owner;
  private final boolean givesAway;

  OwnedFileFactory(Owner owner) {
    this.owner = owner;
    this.givesAway = !owner.equals(Owner.ofThisProcess());
  }

  /** A new file; the name must be free. */
  void file(
      Descriptor parent,
      String name,
      boolean executable,
      FileWriting content,
      Optional<Instant> modified) {
    long fd =
        OpenAt.beneath(
            parent, TreeNames.bytes(name), OpenAt.WRITE | OpenAt.CREATE_NEW, UNFINISHED_MODE);
    try (Descriptor file = new Descriptor((int) Errno.check(fd, "create", shown(name)))) {
      FileBytes.write(file, content, shown(name));
      giveAway(file, name);
      int mode = executable ? EXECUTABLE_MODE : FILE_MODE;
      Errno.check(Attributes.mode(file, mode), "chmod", shown(name));
      modified
          .filter(time -> time.isBefore(FileStat.of(file).modified()))
          .ifPresent(time -> Errno.check(Attributes.modified(file, time), "utime", shown(name)));
    }
  }

  /** A new symbolic link; the name must be free. */
  void link(Descriptor parent, String name, byte[] target) {
    if (target.length == 0
        || new String(target, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('\0') >= 0) {
      throw new WorkspaceException(
          WorkspaceErrorCode.NAME_UNUSABLE,
          "%s: a link's target is not empty and holds no NUL".formatted(shown(name)));
    }
    Errno.check(DirectoryEntryCalls.makeLink(parent, name, target), "symlink", shown(name));
    if (givesAway) {
      Errno.check(Attributes.owner(parent, name, owner), "chown", shown(name));
    }
  }

  /** The directory {@code name}, made if it is not there. */
  Descriptor directory(Descriptor parent, String name) {
    long made = DirectoryEntryCalls.makeDirectory(parent, name, DIRECTORY_MODE);
    if (made != -Errno.EEXIST) {
      Errno.check(made, "mkdir", shown(name));
    }
    long fd = OpenAt.beneath(parent, TreeNames.bytes(name), OpenAt.READ | OpenAt.DIRECTORY, 0);
    Descriptor directory = new Descriptor((int) Errno.check(fd, "open directory", shown(name)));
    if (made >= 0) {
      giveAway(directory, name);
      Errno.check(Attributes.mode(directory, DIRECTORY_MODE), "chmod", shown(name));
    }
    return directory;
  }

  /**
   * The directory at {@code path} below {@code root} (empty: the root), made if it is not there.
   */
  Descriptor directories(DirectoryRoot root, String path) {
    long fd = root.tryDirectory(path);
    if (fd != -Errno.ENOENT) {
      return new Descriptor((int) Errno.check(fd, "open directory", shown(path)));
    }
    Descriptor current = root.directory("");
    for (String name : path.split("/", -1)) {
      try (Descriptor parent = current) {
        current = directory(parent, name);
      }
    }
    return current;
  }

  private void giveAway(Descriptor made, String name) {
    if (givesAway) {
      Errno.check(Attributes.owner(made, owner), "chown", shown(name));
    }
  }

  private static String shown(String name) {
    return new TreePath(name).display();
  }
}
