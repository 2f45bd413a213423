package dev.gatehouse.policy.shell;

import java.util.List;
import java.util.random.RandomGenerator;

/** Choices of a generator. */
record Choices(RandomGenerator random) {
  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
