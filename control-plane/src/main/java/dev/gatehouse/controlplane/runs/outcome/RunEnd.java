package dev.gatehouse.controlplane.runs.outcome;

import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.report.ClosingFailure;
import java.util.Optional;

/**
 * Why a run ended.
 *
 * @param because the stable word
 * @param sentence the same for people
 */
public record RunEnd(Because because, String sentence) {
  /** The stable words. */
  public enum Because {
    /** A worker submitted it. */
    SUBMITTED,
    /** No worker called for as long as a lease lasts. */
    LEASE_EXPIRED,
    /** It was open for as long as its profile allows. */
    TIME_OVER,
    /** It had ended, and the gateway could not close it as runs are closed. */
    CLOSING_FAILED
  }

  /**
   * The end of a run.
   *
   * @param status what the last line of its journal says
   * @param failure why it could not be closed, if it could not
   */
  public static RunEnd of(RunStatus status, Optional<ClosingFailure> failure) {
    return failure
        .map(why ->
            new RunEnd(
                Because.CLOSING_FAILED,
                "The run ended, and the gateway could not seal it with a verdict: the step %s failed with %s."
                    .formatted(why.step(), why.code())))
        .orElseGet(() -> of(status));
  }

  private static RunEnd of(RunStatus status) {
    return switch (status) {
      case COMPLETED -> new RunEnd(Because.SUBMITTED, "A worker submitted the run.");
      case CRASHED ->
          new RunEnd(
              Because.LEASE_EXPIRED,
              "No worker called for as long as a lease lasts; the run was sealed without a verdict.");
      case CANCELLED ->
          new RunEnd(
              Because.TIME_OVER,
              "The run was open for as long as its profile allows, and nobody submitted it; it was sealed without a verdict.");
    };
  }
}
