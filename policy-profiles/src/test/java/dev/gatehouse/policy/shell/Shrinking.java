package dev.gatehouse.policy.shell;

import java.util.function.Predicate;

/** Drops parts of a string for as long as it fails. */
final class Shrinking {
  private static final int MAX_TRIES = 200;

  private final Predicate<String> fails;
  private int tries;

  /** Drops what is not needed for {@code fails}. */
  Shrinking(Predicate<String> fails) {
    this.fails = fails;
  }

  /** The shortest string found that still fails. */
  String shrink(String failing) {
    String best = failing;
    for (int length = Math.max(1, failing.length() / 2); length > 0; length /= 2) {
      for (int start = 0; start + length <= best.length() && tries < MAX_TRIES; ) {
        String shorter = best.substring(0, start) + best.substring(start + length);
        tries++;
        if (fails.test(shorter)) {
          best = shorter;
        } else {
          start += length;
        }
      }
    }
    return best;
  }
}
