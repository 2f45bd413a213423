package dev.gatehouse.workspace;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.posix.Descriptor;
import dev.gatehouse.workspace.posix.DirectoryNames;
import dev.gatehouse.workspace.posix.DirectoryRoot;
import dev.gatehouse.workspace.posix.FileStat;
import dev.gatehouse.workspace.posix.TreeNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What is in a tree of directories, by name. */
final class TreeFiles {
  private TreeFiles() {}

  /** One directory; at most {@code max} of its names are kept in memory. */
  static Listing list(DirectoryRoot tree, String directory, int max) {
    List<Listing.Entry> entries = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    try (Descriptor open = tree.directory(directory);
        Descriptor again = tree.directory(directory)) {
      DirectoryNames.forEach(
          open,
          name -> {
            names.add(name);
            if (names.size() > max + 1) {
              names.pollLast();
            }
          });
      for (String name : names) {
        // A name may have gone since the directory was read.
        FileStat.of(again, name)
            .flatMap(stat -> entry(name, stat))
            .filter(entry -> entries.size() < max)
            .ifPresent(entries::add);
      }
    }
    return new Listing(entries, names.size() > max);
  }

  /** Every file and link, by path in byte order. */
  static List<TreePath> all(DirectoryRoot tree, int max) {
    List<TreePath> files = new ArrayList<>();
    Deque<String> pending = new ArrayDeque<>(List.of(""));
    while (!pending.isEmpty()) {
      String directory = pending.pop();
      try (Descriptor open = tree.directory(directory)) {
        for (String name : tree.names(directory)) {
          TreePath path = TreeNames.child(directory, name);
          Optional<FileStat> stat = FileStat.of(open, name);
          if (stat.filter(FileStat::isDirectory).isPresent()) {
            pending.push(path.latin1());
          } else if (stat.isPresent()) {
            files.add(path);
          }
          if (files.size() + pending.size() > max) {
            throw new WorkspaceException(
                WorkspaceErrorCode.TOO_LARGE,
                "the workspace holds more than %s files".formatted(max));
          }
        }
      }
    }
    Collections.sort(files);
    return files;
  }

  private static Optional<Listing.Entry> entry(String name, FileStat stat) {
    TreePath path = new TreePath(name);
    return switch (stat.type()) {
      case FILE ->
          Optional.of(
              new Listing.Entry(
                  path,
                  stat.isExecutable() ? Listing.Type.EXECUTABLE : Listing.Type.FILE,
                  stat.size()));
      case DIRECTORY -> Optional.of(new Listing.Entry(path, Listing.Type.DIRECTORY, 0));
      case SYMLINK -> Optional.of(new Listing.Entry(path, Listing.Type.SYMLINK, stat.size()));
      // The gateway never makes one, and what a command makes is never put in place.
      case WHITEOUT, SPECIAL -> Optional.empty();
    };
  }
}
