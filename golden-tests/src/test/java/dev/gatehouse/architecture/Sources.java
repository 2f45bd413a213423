package dev.gatehouse.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of every module. */
final class Sources {
  private static final Path ROOT = find();

  private Sources() {}

  /** The root of the tree: the folder above the module that runs the tests. */
  static Path root() {
    return ROOT;
  }

  /** What is delivered: every {@code src/main/java}. */
  static List<Path> main() {
    return under("src/main/java");
  }

  /** Every {@code src/test/java}. */
  static List<Path> tests() {
    return under("src/test/java");
  }

  /** A file's text. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file below a folder, sorted. */
  static List<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that lie in a folder itself, sorted. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> under(String folder) {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(each -> each.resolve(folder))
          .filter(Files::isDirectory)
          .sorted()
          .flatMap(each -> below(each).stream())
          .filter(each -> each.toString().endsWith(".java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(here.resolve("gatehouse"))) {
      Path above = here.getParent();
      if (above == null) {
        throw new IllegalStateException("the tests do not run inside the product's tree");
      }
      here = above;
    }
    return here;
  }
}
