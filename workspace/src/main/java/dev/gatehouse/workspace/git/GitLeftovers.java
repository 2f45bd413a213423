package dev.gatehouse.workspace.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a git that was killed leaves in a mirror: locks, with which no ref can be changed any more,
 * and unfinished objects. Git itself keeps them for somebody else who may hold them; in a mirror
 * there is nobody else.
 */
public final class GitLeftovers {
  private static final String LOCK = ".lock";
  private static final String OBJECT = "tmp_";

  private GitLeftovers() {}

  /** Removes all of them; no git may be at work in the mirror. */
  public static void remove(Path mirror) throws IOException {
    removeLocks(mirror);
    remove(mirror.resolve("objects"), Integer.MAX_VALUE, name -> name.startsWith(OBJECT));
  }

  /** Removes the locks on refs after a failure of git; nobody may be changing a ref. */
  public static void removeLocks(Path mirror, RuntimeException failure) {
    try {
      removeLocks(mirror);
    } catch (IOException | UncheckedIOException e) {
      failure.addSuppressed(e);
    }
  }

  /** No ref's name ends as a lock's does. */
  private static void removeLocks(Path mirror) throws IOException {
    remove(mirror, 1, name -> name.endsWith(LOCK));
    remove(mirror.resolve("refs"), Integer.MAX_VALUE, name -> name.endsWith(LOCK));
  }

  private static void remove(Path directory, int depth, Predicate<String> left) throws IOException {
    List<Path> found;
    try (Stream<Path> names = Files.walk(directory, depth)) {
      found = names.filter(path -> isLeft(path, left)).toList();
    }
    for (Path path : found) {
      Files.deleteIfExists(path);
    }
  }

  private static boolean isLeft(Path path, Predicate<String> left) {
    Path name = path.getFileName();
    return name != null && left.test(name.toString()) && Files.isRegularFile(path);
  }
}
