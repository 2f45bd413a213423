package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.journal.RunStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Values that the sealer expects; sealing fails if the folder disagrees.
 *
 * @param status how the run ended
 * @param verdict the gates' verdict; {@link Verdict#NONE} where they were not evaluated
 * @param gateReportSha256 digest of the gate report, if there is one: unless the verdict is NONE,
 *     or closing failed
 * @param resultTree the result; empty only where there is no {@code tree.json}
 * @param sealedAt the time to write
 */
public record SealInputs(
    RunStatus status,
    Verdict verdict,
    Optional<Digest> gateReportSha256,
    Optional<GitId> resultTree,
    Instant sealedAt) {

  /** The verdict that a seal carries. */
  public enum Verdict {
    /** Every gate passed. */
    PASSED,
    /** A gate did not pass, or closing failed. */
    FAILED,
    /** The gates were not evaluated; the run has not passed. */
    NONE
  }
}
