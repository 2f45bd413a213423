package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package is one feature, and small enough to be read as one. */
class PackageSizeTests {
  private static final int MOST = 30;

  @Test
  void packagesHaveAtMostThirtyFiles() {
    Map<String, Integer> packages = sizes(Sources.main().stream());
    assertThat(packages).hasSizeGreaterThan(40);
    assertThat(tooLarge(packages)).isEmpty();
  }

  @Test
  void largerPackageIsFound() {
    Stream<Path> files =
        Stream.iterate(0, each -> each <= MOST, each -> each + 1)
            .map(each -> Path.of("m/src/main/java/a/b/C" + each + ".java"));
    assertThat(tooLarge(sizes(files))).containsExactly(Map.entry("a.b", MOST + 1));
  }

  private static Map<String, Integer> tooLarge(Map<String, Integer> packages) {
    return packages.entrySet().stream()
        .filter(each -> each.getValue() > MOST)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** How many files each package has, its description included. */
  private static Map<String, Integer> sizes(Stream<Path> files) {
    return files
        .map(PackageSizeTests::packageOf)
        .collect(
            Collectors.groupingBy(
                Function.identity(), TreeMap::new, Collectors.summingInt(_ -> 1)));
  }

  private static String packageOf(Path file) {
    String path = file.toString();
    String root = "/src/main/java/";
    return path.substring(path.indexOf(root) + root.length(), path.lastIndexOf('/'))
        .replace('/', '.');
  }
}
