package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.StagingListing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the facts of a run wherever they are: sealed, in memory, or in the folder that a stopped
 * gateway left.
 */
public final class RunSource {
  private final DataDirectory data;
  private final Optional<LiveRuns> live;
  private final Map<String, RunFold> folds = new ConcurrentHashMap<>();

  /**
   * Runs of {@code data}. Where there is a {@code live}, it alone says what open runs are: a folder
   * in staging that it does not have is not open yet, and is not read.
   */
  public RunSource(DataDirectory data, Optional<LiveRuns> live) {
    this.data = data;
    this.live = live;
  }

  /** Facts with what only memory knows. */
  public record Found(ProjectedFacts facts, Optional<Instant> leaseExpiresAt) {}

  /**
   * The run's facts.
   *
   * @throws RuntimeException as {@link ProjectedFacts#ofSealed}, for a folder that cannot be read
   */
  public Optional<Found> find(String runId) {
    if (isSealed(runId)) {
      folds.remove(runId);
      return Optional.of(new Found(ProjectedFacts.ofSealed(sealedFolder(runId)), Optional.empty()));
    }
    if (live.isPresent()) {
      return live.get()
          .find(runId)
          .map(run -> new Found(facts(run), Optional.of(run.leaseExpiresAt())));
    }
    Path staging = data.staging().resolve(runId);
    if (Files.isRegularFile(staging.resolve(FolderNames.RUN), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(new Found(ProjectedFacts.ofOpen(staging), Optional.empty()));
    }
    return Optional.empty();
  }

  /** Whether the projection has yet to hear that the run was opened, or that it was sealed. */
  public boolean isUnannounced(String runId) {
    return live.filter(runs -> runs.isOpening(runId) || (isSealed(runId) && runs.isUnsealed(runId)))
        .isPresent();
  }

  private boolean isSealed(String runId) {
    return Files.isRegularFile(
        sealedFolder(runId).resolve(FolderNames.SEAL), LinkOption.NOFOLLOW_LINKS);
  }

  /** Of the journal of an open run only what was not read before is read. */
  private ProjectedFacts facts(LiveRuns.LiveRun run) {
    RunFold fold = folds.computeIfAbsent(run.run().runId(), RunFold::new);
    return new ProjectedFacts(run.run(), run.events(), fold.upTo(run.events()), Optional.empty());
  }

  /** The genesis of every run that is not sealed, as far as it can be read. */
  public List<RunRecord> unsealed() {
    return live.map(LiveRuns::unsealed)
        .orElseGet(() -> List.copyOf(StagingListing.of(data.staging()).runs().values()));
  }

  /** Whether there is a folder of that run, whatever is in it. */
  public boolean exists(String runId) {
    // In the order in which a folder moves, so that one on its way is found.
    return Files.exists(openFolder(runId)) || Files.exists(sealedFolder(runId));
  }

  /** Names in the directory of sealed runs, sorted. */
  public List<String> sealedNames() {
    return names(data.runs());
  }

  /** Names in the directory of open runs, sorted. */
  public List<String> openNames() {
    return names(data.staging());
  }

  /** Names in the directory of working trees, sorted. */
  public List<String> workspaceNames() {
    return data.workspaceNames();
  }

  /** The sealed folder of that name. */
  public Path sealedFolder(String name) {
    return data.runs().resolve(name);
  }

  /** The open folder of that name. */
  public Path openFolder(String name) {
    return data.staging().resolve(name);
  }

  private static List<String> names(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names.sort(null);
    return names;
  }
}
