package dev.gatehouse.client.operator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A profile derived from another one: its verification plan and these steps.
 *
 * @param name of the new profile
 * @param base name of the profile that it is derived from
 * @param steps what the plan does in addition
 * @param tests {@code held}: each change of a file with tests waits for an operator
 */
public record ProfileRequest(String name, String base, List<Step> steps, Optional<String> tests) {
  /** A profile that treats tests as its base does. */
  public ProfileRequest(String name, String base, List<Step> steps) {
    this(name, base, steps, Optional.empty());
  }

  /**
   * One step.
   *
   * @param id names it in the verifier report
   * @param shell a shell string, run by {@code bash -c} in the root of the tree
   * @param seconds its time limit; the gateway's default where absent
   * @param failToPass ids of tests that must not pass on the base and must pass on the result
   */
  public record Step(
      String id, String shell, OptionalInt seconds, Optional<List<String>> failToPass) {
    /** A step that names no tests. */
    public Step(String id, String shell, OptionalInt seconds) {
      this(id, shell, seconds, Optional.empty());
    }
  }
}
