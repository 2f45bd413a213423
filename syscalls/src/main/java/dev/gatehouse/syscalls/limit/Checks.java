package dev.gatehouse.syscalls.limit;

/** What a bound may be. */
final class Checks {
  private Checks() {}

  /** Refuses a value that is not from 1 to {@code max}. */
  static void between(long value, long max, String name) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException("%s is from 1 to %s".formatted(name, max));
    }
  }
}
