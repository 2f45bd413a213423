package dev.gatehouse.syscalls;

/**
 * How far one run may change its base tree, how much content it may leave behind, and how many
 * submitted runs may wait for operators. Whatever a run commits within these bounds can be written
 * as a patch, sealed and checked.
 *
 * @param changedBytes bytes of all files that differ from the base: what the base has there and
 *     what the result has
 * @param changedPaths number of those files
 * @param changedNameBytes bytes of their paths
 * @param blobBytes bytes of a run's blobs from which on it takes no calls
 * @param blobs number of a run's blobs from which on it takes no calls
 * @param waitingRunsOfAgent submitted runs of one agent that wait for operators
 * @param waitingRuns submitted runs of all agents that wait for operators
 * @param journal how large the journals of open runs may be
 * @param scratch how much calls may leave in workspaces
 */
public record RunBounds(
    long changedBytes,
    int changedPaths,
    long changedNameBytes,
    long blobBytes,
    int blobs,
    int waitingRunsOfAgent,
    int waitingRuns,
    JournalBounds journal,
    ScratchBounds scratch) {
  private static final long MIB = 1024 * 1024;

  /** Largest {@code changedBytes}: a patch is at most about twice that, and has at most 256 MiB. */
  public static final long MAX_CHANGED_BYTES = 96 * MIB;

  /** Largest {@code changedPaths}. */
  public static final int MAX_CHANGED_PATHS = 100_000;

  private static final long CHANGED_NAME_BYTES = 4 * MIB;
  private static final long BLOB_BYTES = 1024 * MIB;
  private static final int BLOBS = 100_000;

  /** What no configuration changes. */
  public static final RunBounds DEFAULT =
      new RunBounds(
          64 * MIB,
          50_000,
          CHANGED_NAME_BYTES,
          BLOB_BYTES,
          BLOBS,
          20,
          200,
          JournalBounds.DEFAULT,
          ScratchBounds.DEFAULT);

  public RunBounds {
    requireBetween(changedBytes, MAX_CHANGED_BYTES, "changedBytes");
    requireBetween(changedPaths, MAX_CHANGED_PATHS, "changedPaths");
    requireBetween(waitingRunsOfAgent, Integer.MAX_VALUE, "waitingRunsOfAgent");
    requireBetween(waitingRuns, Integer.MAX_VALUE, "waitingRuns");
  }

  /** The default bounds with another bound on the change of the tree. */
  public RunBounds withChange(long bytes, int paths) {
    return new RunBounds(
        bytes,
        paths,
        changedNameBytes,
        blobBytes,
        blobs,
        waitingRunsOfAgent,
        waitingRuns,
        journal,
        scratch);
  }

  /** The same bounds with other numbers of runs that wait. */
  public RunBounds withWaitingRuns(int ofAgent, int all) {
    return new RunBounds(
        changedBytes,
        changedPaths,
        changedNameBytes,
        blobBytes,
        blobs,
        ofAgent,
        all,
        journal,
        scratch);
  }

  /** The same bounds with another bound on blobs. */
  RunBounds withBlobs(long bytes, int count) {
    return new RunBounds(
        changedBytes,
        changedPaths,
        changedNameBytes,
        bytes,
        count,
        waitingRunsOfAgent,
        waitingRuns,
        journal,
        scratch);
  }

  /** The same bounds with others of journals. */
  public RunBounds withJournal(JournalBounds bounds) {
    return new RunBounds(
        changedBytes,
        changedPaths,
        changedNameBytes,
        blobBytes,
        blobs,
        waitingRunsOfAgent,
        waitingRuns,
        bounds,
        scratch);
  }

  /** The same bounds with others of what calls may leave in workspaces. */
  public RunBounds withScratch(ScratchBounds bounds) {
    return new RunBounds(
        changedBytes,
        changedPaths,
        changedNameBytes,
        blobBytes,
        blobs,
        waitingRunsOfAgent,
        waitingRuns,
        journal,
        bounds);
  }

  private static void requireBetween(long value, long max, String name) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException("%s is from 1 to %s".formatted(name, max));
    }
  }
}
