package dev.gatehouse.evidence.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a test. */
public enum TestOutcome {
  PASSED,
  FAILED,
  /** Its setup or its teardown failed. */
  ERROR,
  SKIPPED,
  /** It failed, as its mark expects. */
  XFAILED,
  /** It passed, though its mark expects a failure. */
  XPASSED,
  /** It was collected, and the session did not come to it. */
  NOTRUN;

  /** The name in evidence. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a test with that outcome was run and had to pass. */
  public boolean judges() {
    return switch (this) {
      case PASSED, FAILED, ERROR, XPASSED -> true;
      case SKIPPED, XFAILED, NOTRUN -> false;
    };
  }

  /** Whether the test passed. */
  public boolean passed() {
    return this == PASSED || this == XPASSED;
  }

  /** Whether the test did not pass though it had to. */
  public boolean failed() {
    return this == FAILED || this == ERROR;
  }

  /** The outcome of that name in evidence. */
  static Optional<TestOutcome> of(String text) {
    return Arrays.stream(values()).filter(outcome -> outcome.text().equals(text)).findFirst();
  }
}
