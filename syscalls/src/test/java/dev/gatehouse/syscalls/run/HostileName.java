package dev.gatehouse.syscalls.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code hostile-names.tsv}.
 *
 * @param kind the class of the attack
 * @param path the name, or a path with it
 * @param expected what a write of it as a new file meets: a refusal's code, or HELD
 * @param takenFor the path that a lenient reader takes it for, if that is one of a project's own
 */
record HostileName(String kind, String path, String expected, Optional<String> takenFor) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\\\\\|\\\\u\\{([0-9A-F]+)\\}");

  static List<HostileName> all() {
    return lines("hostile-names.tsv").stream()
        .filter(line -> !line.startsWith("#"))
        .map(HostileName::parse)
        .toList();
  }

  /** Names that people give to files, one on each line. */
  static List<String> honest() {
    return lines("honest-names.txt");
  }

  /** Whether no syscall may use such a path at all. */
  boolean isUnusable() {
    return expected.startsWith("PATH_") && !expected.equals("PATH_AMBIGUOUS");
  }

  private static HostileName parse(String line) {
    String[] columns = line.split("\t", -1);
    String path =
        ESCAPE
            .matcher(columns[1])
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    found.group(1) == null
                        ? "\\"
                        : Character.toString(Integer.parseInt(found.group(1), 16))));
    return new HostileName(
        columns[0],
        path,
        columns[2],
        columns[3].equals("-") ? Optional.empty() : Optional.of(columns[3]));
  }

  private static List<String> lines(String resource) {
    try (InputStream in =
        Objects.requireNonNull(HostileName.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder(kind).append(' ');
    path.codePoints()
        .forEach(
            c -> shown.append(c > ' ' && c <= '~' ? Character.toString(c) : "<%04X>".formatted(c)));
    return shown.toString();
  }
}
