package dev.gatehouse.bench;

import dev.gatehouse.sandbox.SandboxException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts starts, and failures by what they say. Safe for many threads. */
final class StartCounts {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

  private final int wanted;
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Map<String, Integer> replacements = new TreeMap<>();
  private int started;

  StartCounts(int wanted) {
    this.wanted = wanted;
  }

  /** Whether one more container shall be started. */
  synchronized boolean take() {
    if (started >= wanted) {
      return false;
    }
    started++;
    return true;
  }

  synchronized void failed(String where, String what) {
    failures.merge(where + ": " + ID.matcher(what).replaceAll("ID"), 1, Integer::sum);
  }

  void failed(String where, SandboxException e) {
    failed(where, e.code() + " " + e.getMessage());
  }

  /** A container was replaced; {@code message} is what the engine said. */
  synchronized void replaced(String message) {
    replacements.merge(message, 1, Integer::sum);
  }

  synchronized int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized String line() {
    int replaced = replacements.values().stream().mapToInt(Integer::intValue).sum();
    return "%s of %s starts, %s replaced, %s failures reached a caller"
        .formatted(started, wanted, replaced, failed());
  }

  synchronized String summary() {
    StringBuilder text = new StringBuilder(line());
    replacements.forEach((what, count) -> line(text, count, "replaced: " + what));
    failures.forEach((what, count) -> line(text, count, what));
    return text.toString();
  }

  private static void line(StringBuilder text, int count, String what) {
    text.append("\n  ").append(count).append(" × ").append(what);
  }
}
