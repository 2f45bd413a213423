package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.CliException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of lines that a word reads, or its standard input. */
final class InputFile {
  private static final String STANDARD_INPUT = "-";

  private InputFile() {}

  /**
   * Opens it; standard input stays open when the stream is closed.
   *
   * @throws CliException FILE_UNREADABLE
   */
  static InputStream open(String name) {
    if (name.equals(STANDARD_INPUT)) {
      return new FilterInputStream(System.in) {
        @Override
        public void close() {}
      };
    }
    try {
      return Files.newInputStream(Path.of(name));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  static CliException unreadable(String name, IOException e) {
    return new CliException(
        "FILE_UNREADABLE",
        name + " cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
        "name a file that you may read, or - for standard input",
        e);
  }
}
