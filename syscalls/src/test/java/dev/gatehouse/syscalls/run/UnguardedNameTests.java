package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the hostile names do where nothing refuses them: a plain directory takes each, and a reader
 * that normalizes, or another platform's file system, finds a file of the project under it.
 */
class UnguardedNameTests {
  @Test
  void thereAreNamesOfEveryClass() {
    List<HostileName> names = HostileName.all();
    assertThat(names).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
    assertThat(names.stream().map(HostileName::kind).distinct()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(HostileName.honest()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
  }

  @Test
  void aPlainDirectoryTakesThemAndALenientReaderTakesThemForTheProjects(@TempDir Path directory)
      throws IOException {
    int number = 0;
    for (HostileName name : HostileName.all()) {
      if (name.takenFor().isEmpty()) {
        continue;
      }
      Path place = directory.resolve("p" + number++);
      Path file = place.resolve(name.path());
      Files.createDirectories(file.getParent());
      Files.writeString(file, "planted");
      String target = lower(name.takenFor().get());
      assertThat(lenient(place, target)).as("%s", name).contains(target);
    }
    assertThat(number).isGreaterThan(100);
  }

  private static List<String> lenient(Path place, String target) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .flatMap(file ->
              Stream.of(read(place.relativize(file), target), readDrive(place.relativize(file))))
          .toList();
    }
  }

  /** A file on a drive is in the drive's current directory. */
  private static String readDrive(Path path) {
    return lower(path.toString().replaceFirst("^[A-Za-z]:", ""));
  }

  private static String read(Path path, String target) {
    String form = Normalizer.normalize(path.toString(), Normalizer.Form.NFKC);
    StringBuilder text = new StringBuilder();
    for (String component : form.split("[/\\\\]")) {
      String shown =
          component
              .replaceAll("[\\p{Cf}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164]", "")
              .replaceAll("[\\ufe00-\\ufe0f\\uffa0\\x{E0000}-\\x{E0FFF}\\p{Cc}]", "")
              .replace("i\u0307", "i")
              .replaceAll(":.*", "")
              .replaceAll("^[\\s\\p{Z}\\u2800]+", "")
              .replaceAll("[\\s\\p{Z}\\u2800.]+$", "");
      text.append(text.isEmpty() ? "" : "/").append(whole(lower(shown), target));
    }
    return text.toString();
  }

  /** A file system with short names opens the long one by it. */
  private static String whole(String name, String target) {
    if (!name.matches("[^.]+~[0-9]+(\\..*)?")) {
      return name;
    }
    String head = name.replaceFirst("~.*", "");
    boolean checksum = name.matches("..[0-9a-f]{4}~.*");
    return Stream.of(target.split("/"))
        .filter(component ->
            component.replace(".", "").startsWith(head)
                || (checksum && component.startsWith(head.substring(0, 2))))
        .filter(component -> extension(component).equals(extension(name)))
        .findFirst()
        .orElse(name);
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1, Math.min(name.length(), dot + 4));
  }

  private static String lower(String text) {
    String lower = text.replace('\u0131', 'i').toUpperCase(Locale.ROOT).replace("\u0130", "I");
    return lower.toLowerCase(Locale.ROOT);
  }
}
