package dev.gatehouse.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The base tree of the recorded run, made from Debian's package; the package is kept in target. */
final class DebianTree {
  private static final String PACKAGE = "python3-sympy";
  private static final String TREE = "8257e8da229c22ceeab667c124ce5f0531171bc9";

  private DebianTree() {}

  /** A repository with one commit of exactly the recorded run's base tree. */
  static Repository repository() {
    Path home = CopiedTrees.passable("sympy");
    Path unpacked = home.resolve("unpacked");
    Path tree = home.resolve("repo");
    try {
      Program.demand(
          home,
          Map.of(),
          List.of("dpkg-deb", "--extract", archive().toString(), unpacked.toString()));
      Files.createDirectories(tree);
      Files.move(unpacked.resolve("usr/lib/python3/dist-packages/sympy"), tree.resolve("sympy"));
    } catch (IOException e) {
      throw new UncheckedIOException("the package is not what is expected of it", e);
    }
    Repository repository = Repository.ofTree(tree);
    String made = repository.id("HEAD^{tree}");
    if (!made.equals(TREE)) {
      throw new AssertionError(
          PACKAGE + " gives the tree " + made + ", but the run was recorded on " + TREE);
    }
    return repository;
  }

  private static Path archive() throws IOException {
    Path kept = Product.module().resolve("target/packages");
    Files.createDirectories(kept);
    Optional<Path> there = find(kept);
    if (there.isPresent()) {
      return there.get();
    }
    Program first = fetch(kept);
    if (first.exitCode() != 0) {
      Program.run(kept, Map.of(), List.of("apt-get", "--quiet", "update"));
      Program second = fetch(kept);
      if (second.exitCode() != 0) {
        throw new AssertionError(
            "apt-get cannot download %s, the recorded run's base:\n%s"
                .formatted(PACKAGE, second.output()));
      }
    }
    return find(kept).orElseThrow(() -> new AssertionError("apt-get left no package in " + kept));
  }

  private static Program fetch(Path into) {
    return Program.run(into, Map.of(), List.of("apt-get", "--quiet", "download", PACKAGE));
  }

  private static Optional<Path> find(Path directory) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PACKAGE + "_*.deb")) {
      for (Path file : found) {
        return Optional.of(file);
      }
      return Optional.empty();
    }
  }
}
