package dev.gatehouse.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs as the first gateway of this JVM unpacked them. Later ones find them in
 * their data directories, as after a restart, and unpack nothing; each makes its own cluster.
 */
final class UnpackedPrograms {
  private static @Nullable Path kept;

  private UnpackedPrograms() {}

  /** Puts them into a data directory that no gateway has used, if there are any yet. */
  static synchronized void placeIn(Path data) {
    if (kept != null) {
      copy(kept, place(data), "--link");
    }
  }

  /** Keeps those of a gateway that has started. */
  static synchronized void keep(Path data) {
    if (kept == null) {
      Path bin = CopiedTrees.passable("programs").resolve("bin");
      // It may lie in another file system.
      copy(place(data), bin);
      kept = bin;
    }
  }

  private static Path place(Path data) {
    return data.resolve("postgres/bin");
  }

  private static void copy(Path from, Path to, String... options) {
    List<String> command = new ArrayList<>(List.of("cp", "--archive"));
    command.addAll(List.of(options));
    command.addAll(List.of(from.toString(), to.toString()));
    try {
      Files.createDirectories(to.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Program.demand(Product.root(), Map.of(), command);
  }
}
