package dev.gatehouse.syscalls.limit;

import dev.gatehouse.evidence.folder.BlobUsage;

/**
 * What one run may do and leave behind, and what the runs of an agent and all runs may together.
 *
 * @param change how far a run may change its base tree
 * @param blobs a run's blobs, of which more let it take no calls
 * @param waiting how many submitted runs may wait for operators
 * @param journal how large the journals of open runs may be
 * @param scratch how much calls may leave in workspaces
 * @param evidence how much the folders of an agent's runs may take
 */
public record RunBounds(
    ChangeBounds change,
    BlobUsage blobs,
    WaitingBounds waiting,
    JournalBounds journal,
    ScratchBounds scratch,
    EvidenceQuota evidence) {
  private static final BlobUsage BLOBS = new BlobUsage(100_000, 1024L * 1024 * 1024);

  /** What no configuration changes. */
  public static final RunBounds DEFAULT =
      of(ChangeBounds.DEFAULT, WaitingBounds.DEFAULT, JournalBounds.DEFAULT, ScratchBounds.DEFAULT);

  /** These bounds, and the default ones on blobs and evidence. */
  public static RunBounds of(
      ChangeBounds change, WaitingBounds waiting, JournalBounds journal, ScratchBounds scratch) {
    return new RunBounds(change, BLOBS, waiting, journal, scratch, EvidenceQuota.DEFAULT);
  }

  /** The same, with that quota of evidence. */
  public RunBounds with(EvidenceQuota quota) {
    return new RunBounds(change, blobs, waiting, journal, scratch, quota);
  }
}
