package dev.gatehouse.evidence;

import dev.gatehouse.evidence.json.JsonFormatException;
import java.util.Arrays;

/**
 * A version of the run folder's format, as {@code run.json} and the seal name it. A folder keeps
 * the version that it was opened with, whichever gateway seals it.
 */
public enum FormatVersion {
  /** Each request is in its event; there is no {@code data/failure.json}. */
  ONE("1"),
  /**
   * A request of more than 4 KiB is a {@code requestRef}; a failure of closing has a file; the
   * genesis may name the call that opened the run, and a lease the key of the call that took it;
   * the first event names {@code data/closure.json}; steps have judges; the last event may say who
   * cancelled the run.
   */
  TWO("2");

  /** The version of folders that are opened now. */
  public static final FormatVersion CURRENT = TWO;

  private final String text;

  FormatVersion(String text) {
    this.text = text;
  }

  /** The member {@code formatVersion}. */
  public String text() {
    return text;
  }

  /** Whether this version has what {@code other} introduced. */
  public boolean includes(FormatVersion other) {
    return compareTo(other) >= 0;
  }

  /**
   * The version of that name.
   *
   * @throws JsonFormatException if it is not known here
   */
  public static FormatVersion parse(String text) {
    return Arrays.stream(values())
        .filter(version -> version.text.equals(text))
        .findFirst()
        .orElseThrow(
            () -> new JsonFormatException("run folder format " + text + " is not known here"));
  }
}
