package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of codes in the documents, which are packaged with the program. */
final class CodeTables {
  private static final List<String> DOCUMENTS = List.of("INTERFACES.md", "docs/run-folder.md");
  private static final String CODE = "[A-Z][A-Z0-9]*(_[A-Z0-9]+)*";

  private CodeTables() {}

  /**
   * A line of a table that has the code in its first cell.
   *
   * @param document where it is
   * @param cells the other cells, by the heading of their column
   */
  record Entry(String document, Map<String, String> cells) {}

  /** Every line on a code, in the order of the documents. */
  static List<Entry> on(String code) {
    List<Entry> entries = new ArrayList<>();
    for (String document : DOCUMENTS) {
      List<String> head = List.of();
      for (String line : text(document).lines().toList()) {
        if (!line.startsWith("|")) {
          head = List.of();
          continue;
        }
        List<String> cells = cells(line);
        if (head.isEmpty()) {
          head = cells;
        } else if (names(cells.getFirst(), code)) {
          entries.add(entry(document, head, cells));
        }
      }
    }
    return entries;
  }

  /** The first cell has a code, or several with commas between them. */
  private static boolean names(String cell, String code) {
    List<String> names = Arrays.asList(cell.replace("`", "").split(", "));
    return names.contains(code) && names.stream().allMatch(name -> name.matches(CODE));
  }

  private static Entry entry(String document, List<String> head, List<String> cells) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 1; i < Math.min(head.size(), cells.size()); i++) {
      named.put(head.get(i), cells.get(i).replace("`", ""));
    }
    return new Entry(document, named);
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  private static String text(String document) {
    try (InputStream in = CodeTables.class.getResourceAsStream(document)) {
      if (in == null) {
        throw new IllegalStateException(document + " is not packaged with the program");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
