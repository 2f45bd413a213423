package dev.gatehouse.cli.screen;

/** A count and what is counted, in the singular for one. */
public final class Counted {
  private Counted() {}

  /** {@code 1 step}, {@code 2 steps}. */
  public static String of(long count, String noun) {
    return of(count, noun, noun + "s");
  }

  /** {@code 1 proposal waits}, {@code 2 proposals wait}. */
  public static String of(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
