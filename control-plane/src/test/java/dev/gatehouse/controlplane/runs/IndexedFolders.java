package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.TaskAttempts;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import java.nio.file.Path;
import java.util.List;

/** Sealed folders with an index beside them, without other runs. */
public final class IndexedFolders {
  private IndexedFolders() {}

  /** The folders below that directory, as a start finds them. */
  public static SealedRuns of(Path directory) {
    return of(directory, index(directory));
  }

  /** The folders below that directory with this index. */
  public static SealedRuns of(Path directory, RunIndex index) {
    return new SealedRuns(
        directory, index, new TaskAttempts(index, List::of), new UnprojectedRuns(index));
  }

  /** Their index. */
  public static RunIndex index(Path directory) {
    return RunIndex.open(directory.resolveSibling("runs.jsonl"), directory);
  }
}
