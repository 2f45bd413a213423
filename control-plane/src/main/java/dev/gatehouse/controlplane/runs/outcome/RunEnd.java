package dev.gatehouse.controlplane.runs.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.request.Untrusted;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.report.ClosingFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a run ended.
 *
 * @param because the stable word
 * @param sentence the same for people
 * @param cancelled who cancelled it, if somebody did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunEnd(Because because, String sentence, @Nullable Canceller cancelled) {
  /** The stable words. */
  public enum Because {
    /** A worker submitted it. */
    SUBMITTED,
    /** No worker called for as long as a lease lasts. */
    LEASE_EXPIRED,
    /** It was open for as long as its profile allows. */
    TIME_OVER,
    /** An operator or its agent cancelled it. */
    CANCELLED,
    /** It had ended, and the gateway could not close it as runs are closed. */
    CLOSING_FAILED
  }

  /**
   * Who cancelled a run.
   *
   * @param by name of the operator or of the agent
   * @param role OPERATOR or AGENT
   * @param untrusted the reason
   */
  public record Canceller(String by, String role, Untrusted untrusted) {
    static Canceller of(Cancellation cancelled) {
      return new Canceller(
          cancelled.by(), cancelled.role().name(), Untrusted.of(cancelled.reason()));
    }
  }

  /**
   * The end of a run.
   *
   * @param status what the last line of its journal says
   * @param cancelled who cancelled it, as that line says
   * @param failure why it could not be closed, if it could not
   */
  public static RunEnd of(
      RunStatus status, Optional<Cancellation> cancelled, Optional<ClosingFailure> failure) {
    RunEnd end =
        failure
            .map(RunEnd::of)
            .orElseGet(() -> cancelled.map(RunEnd::of).orElseGet(() -> of(status)));
    return new RunEnd(end.because(), end.sentence(), cancelled.map(Canceller::of).orElse(null));
  }

  private static RunEnd of(ClosingFailure why) {
    return end(
        Because.CLOSING_FAILED,
        "The run ended, and the gateway could not seal it with a verdict: the step %s failed with %s."
            .formatted(why.step(), why.code()));
  }

  private static RunEnd of(Cancellation cancelled) {
    return end(
        Because.CANCELLED,
        switch (cancelled.role()) {
          case OPERATOR -> "An operator cancelled the run; it was sealed without a verdict.";
          case AGENT -> "Its agent cancelled the run; it was sealed without a verdict.";
        });
  }

  private static RunEnd end(Because because, String sentence) {
    return new RunEnd(because, sentence, null);
  }

  private static RunEnd of(RunStatus status) {
    return switch (status) {
      case COMPLETED -> end(Because.SUBMITTED, "A worker submitted the run.");
      case CRASHED ->
          end(
              Because.LEASE_EXPIRED,
              "No worker called for as long as a lease lasts; the run was sealed without a verdict.");
      case CANCELLED ->
          end(
              Because.TIME_OVER,
              "The run was open for as long as its profile allows, and nobody submitted it; it was sealed without a verdict.");
    };
  }
}
