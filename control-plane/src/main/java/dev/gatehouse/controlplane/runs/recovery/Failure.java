package dev.gatehouse.controlplane.runs.recovery;

import dev.gatehouse.controlplane.runs.closing.ClosingProblem;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.folder.MissingEvidenceException;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Why a run could not be opened.
 *
 * @param code the stable code
 * @param reason one sentence
 */
record Failure(String code, String reason) {
  private static final Set<String> OUTAGES =
      Set.of(
          "ENGINE_UNAVAILABLE",
          "ENGINE_BUSY",
          "RUN_BUSY",
          "STORAGE_FULL",
          "STORAGE_FAILED",
          "DISK_FULL",
          "WORKSPACE_DISK_FULL",
          "EVIDENCE_BROKEN");
  private static final Set<String> FINAL =
      Set.of(
          "RUN_TOO_LARGE",
          "EVIDENCE_MISSING",
          "EVIDENCE_MALFORMED",
          "POLICY_SNAPSHOT_DAMAGED",
          "CLOSURE_DAMAGED",
          "REPOSITORY_UNKNOWN",
          "TREE_UNUSABLE",
          "TREE_TOO_LARGE",
          "MIRROR_DAMAGED",
          "INTERNAL");

  /** The failure that an exception stands for. */
  static Failure of(Throwable failure) {
    return ClosingProblem.full(failure)
        .map(cause -> new Failure("DISK_FULL", String.valueOf(cause.getMessage())))
        .orElseGet(() -> classified(failure));
  }

  private static Failure classified(Throwable failure) {
    String reason = String.valueOf(failure.getMessage());
    return switch (failure) {
      case GatehouseException e -> new Failure(e.code().name(), reason);
      case MissingEvidenceException e -> new Failure("EVIDENCE_MISSING", reason);
      case JsonFormatException e -> new Failure("EVIDENCE_MALFORMED", reason);
      case UncheckedIOException e -> new Failure("EVIDENCE_UNREADABLE", reason);
      case OutOfMemoryError e -> new Failure("RUN_TOO_LARGE", "there is not enough memory for it");
      default -> new Failure("INTERNAL", failure.getClass().getSimpleName() + ": " + reason);
    };
  }

  /** Whether it says nothing about the run: it is tried again for as long as it takes. */
  boolean outage() {
    return OUTAGES.contains(code);
  }

  /** Whether another attempt may end otherwise. */
  boolean mayPass() {
    return !FINAL.contains(code);
  }

  @Override
  public String toString() {
    return code + ", " + reason;
  }
}
