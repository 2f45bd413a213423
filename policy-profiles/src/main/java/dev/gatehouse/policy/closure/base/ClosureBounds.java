package dev.gatehouse.policy.closure.base;

import dev.gatehouse.policy.error.ClosureException;

/**
 * How much a closure may be; beyond any of these the run is refused.
 *
 * @param otherNames places that links lead to, under each name
 * @param steps components that are walked to follow links
 * @param beyond files of the base that are looked at beyond links
 * @param fileBytes bytes of one makefile, script or link
 * @param bytes bytes of all of them
 * @param named paths that are named
 * @param work commands, includes, targets, rules and variables that are looked at; each 256
 *     characters of text that is read count as one more
 * @param documentBytes bytes of the document
 */
public record ClosureBounds(
    int otherNames,
    int steps,
    int beyond,
    int fileBytes,
    int bytes,
    int named,
    int work,
    int documentBytes) {
  public static final ClosureBounds USUAL =
      new ClosureBounds(10_000, 4_000_000, 500_000, 1 << 20, 16 << 20, 10_000, 1_000_000, 16 << 20);

  public static void demand(boolean holds, String what, int bound) {
    if (!holds) {
      throw new ClosureException(
          "the closure of this base has more than %s %s".formatted(bound, what));
    }
  }
}
