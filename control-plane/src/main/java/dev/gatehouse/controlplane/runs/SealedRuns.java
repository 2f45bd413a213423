package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.index.TaskAttempts;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.evidence.RunRecord;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The sealed run folders of this gateway, found by the index. */
public final class SealedRuns {
  private final Path directory;
  private final RunIndex index;
  private final TaskAttempts attempts;
  private final UnprojectedRuns unprojected;

  /** Folders below {@code directory}, each named by its run. */
  public SealedRuns(
      Path directory, RunIndex index, TaskAttempts attempts, UnprojectedRuns unprojected) {
    this.directory = directory;
    this.index = index;
    this.attempts = attempts;
    this.unprojected = unprojected;
  }

  /** Where the folders lie. */
  public Path directory() {
    return directory;
  }

  /** Where the folder of a sealed run lies. */
  Path folder(String runId) {
    return directory.resolve(runId);
  }

  /** The sealed run of that id, as the index has it; one that it does not have is read. */
  public Optional<SealedRun> find(String runId) {
    if (!Files.isDirectory(folder(runId), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return index.find(runId).or(() -> fromFolder(runId)).map(this::run);
  }

  /** The sealed run of that id, if the index has it; its folder is not looked at. */
  Optional<SealedRun> indexed(String runId) {
    return index.find(runId).map(this::run);
  }

  /** Whose run it is, and at what it worked, if the index has it; from memory. */
  Optional<TaskName> task(String runId) {
    return index.task(runId);
  }

  /** The sealed run of that id, as its folder has it. */
  public Optional<SealedRun> read(String runId) {
    return Files.isDirectory(folder(runId), LinkOption.NOFOLLOW_LINKS)
        ? fromFolder(runId).map(this::run)
        : Optional.empty();
  }

  /** The genesis of a sealed run, unless it cannot be read. */
  public Optional<RunRecord> genesis(String runId) {
    return SealedSummary.ifReadable(folder(runId), SealedSummary::genesis);
  }

  private Optional<SealedSummary> fromFolder(String runId) {
    return SealedSummary.ifReadable(folder(runId), SealedSummary::read);
  }

  private SealedRun run(SealedSummary summary) {
    int attempt = attempts.of(summary.task(), summary.runId());
    return new SealedRun(summary, summary.route(attempt), folder(summary.runId()));
  }

  /**
   * Has the index know a run that was sealed just now; nothing if its folder cannot be read, which
   * reconciliation names.
   */
  public Optional<SealedSummary> add(String runId) {
    Optional<SealedSummary> summary = fromFolder(runId);
    summary.ifPresent(index::add);
    unprojected.add(runId);
    return summary;
  }
}
