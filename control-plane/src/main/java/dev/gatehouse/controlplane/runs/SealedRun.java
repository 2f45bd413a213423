package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.SealedSummary;
import java.nio.file.Path;

/**
 * A sealed run.
 *
 * @param summary what its folder says
 * @param route what happens next, for the attempt that it was
 * @param folder where it lies
 */
public record SealedRun(SealedSummary summary, String route, Path folder) {
  /** Its id. */
  public String runId() {
    return summary.runId();
  }

  /** What its seal says. */
  public SealedSummary.Outcome outcome() {
    return summary.outcome();
  }
}
