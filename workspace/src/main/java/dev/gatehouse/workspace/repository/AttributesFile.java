package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a gitattributes file (gitattributes(5)) of the gateway's own. */
final class AttributesFile {
  private static final String SPECIAL = "*?[]\\!#";

  private AttributesFile() {}

  /** Writes {@code file}, by which git compares exactly these paths as binary; returns it. */
  static Path binary(Path file, List<TreePath> paths) {
    StringBuilder lines = new StringBuilder();
    for (TreePath path : paths) {
      lines.append(quoted("/" + escaped(path.latin1()))).append(" -diff\n");
    }
    try {
      return Files.write(file, lines.toString().getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path as a pattern that matches nothing else. */
  private static String escaped(String latin1) {
    StringBuilder pattern = new StringBuilder();
    latin1
        .chars()
        .forEach(c -> {
          if (SPECIAL.indexOf(c) >= 0) {
            pattern.append('\\');
          }
          pattern.append((char) c);
        });
    return pattern.toString();
  }

  /** As git quotes names: every byte that is not plain is written in three octal digits. */
  private static String quoted(String pattern) {
    StringBuilder out = new StringBuilder("\"");
    pattern
        .chars()
        .forEach(c -> {
          boolean plain = c >= '+' && c <= 'z' && c != '\\';
          out.append(
              plain
                  ? String.valueOf((char) c)
                  : "\\" + Integer.toOctalString(0x200 + c).substring(1));
        });
    return out.append('"').toString();
  }
}
