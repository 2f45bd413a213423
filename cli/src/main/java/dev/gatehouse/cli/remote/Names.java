package dev.gatehouse.cli.remote;

import java.nio.file.Path;

/** Identifiers (promise D1) made from what people have. */
final class Names {
  private static final int LONGEST = 100;

  private Names() {}

  /** An identifier that reads like the directory's name. */
  static String of(Path directory) {
    Path last = directory.getFileName();
    String text = last == null ? "" : last.toString().replaceAll("[^A-Za-z0-9_-]+", "-");
    String trimmed = text.replaceAll("^-+|-+$", "");
    if (trimmed.isEmpty()) {
      return "repository";
    }
    return trimmed.substring(0, Math.min(LONGEST, trimmed.length()));
  }
}
