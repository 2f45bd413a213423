package dev.gatehouse.controlplane.reconciliation;

import java.util.Optional;

/**
 * A difference between what folders and gateway log say and what the database says.
 *
 * @param runId the run that it is about, if it is about one
 * @param detail one sentence
 * @param repaired whether the database says now what the folders say
 */
public record ReconciliationFinding(
    Code code, Optional<String> runId, String detail, boolean repaired) {

  /** What kinds of difference there are; the names are stable. */
  public enum Code {
    /** A folder or an entry has no row; repaired from it. */
    R01_ROW_MISSING,
    /** A row says something else than its folder or entry; repaired from it. */
    R02_ROW_STALE,
    /** A row claims a verdict that its folder does not have; the folder wins. */
    R03_VERDICT_CONFLICT,
    /** A row's folder is gone; the row is kept. */
    R04_EVIDENCE_LOST,
    /** A folder is not whole, not chained or not signed; never repaired. */
    R05_TAMPERED,
    /** A folder could not be read now; nothing is said about what is in it. */
    R06_UNREADABLE,
    /** A run of a former process cannot be opened; its rows stay as they are. */
    R07_SET_ASIDE,
    /** Something that is not the gateway's lies among runs or workspaces; never touched. */
    R09_UNKNOWN_FILE,
    /** A row claims an identity that the gateway log never had; removed. */
    R11_IDENTITY_FORGED,
    /** The index of sealed runs was missing or damaged; the start made it from the folders. */
    R12_INDEX_REBUILT,
    /** A line of the index is missing or says something else than its folder; repaired from it. */
    R13_INDEX_STALE
  }
}
