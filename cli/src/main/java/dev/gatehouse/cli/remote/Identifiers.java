package dev.gatehouse.cli.remote;

import java.nio.file.Path;

/** Identifiers (promise D1) made from what people have, and times as tables show them. */
final class Identifiers {
  private static final int LONGEST = 100;

  private Identifiers() {}

  /** {@code 2026-11-21 09:03} of an RFC 3339 time; a text of another form as it is. */
  static String minute(String time) {
    return time.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:.*")
        ? time.substring(0, 10) + " " + time.substring(11, 16)
        : time;
  }

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
