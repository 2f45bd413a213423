package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.projection.RunRouting;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sealed run folders of this gateway; what those say that were asked for last is kept. */
public final class SealedRuns {
  private static final Logger LOG = LoggerFactory.getLogger(SealedRuns.class);

  /** The route of a run that nobody judged. */
  private static final String UNJUDGED = "RETRY";

  /** What the runs take in memory that were asked for last. */
  static final long KEPT_BYTES = 16L << 20;

  private final Path directory;

  private final RecentRuns known = new RecentRuns(KEPT_BYTES);
  private final TaskRuns tasks = new TaskRuns(this::ids, this::readable);

  /** Folders below {@code directory}, each named by its run. */
  public SealedRuns(Path directory) {
    this.directory = directory;
  }

  /** The sealed run of that id. */
  public Optional<SealedRun> find(String runId) {
    Optional<SealedRun> run = known.find(runId);
    if (run.isPresent()) {
      return run;
    }
    Path folder = folder(runId);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      SealedRun read = read(folder);
      known.keep(runId, read);
      return Optional.of(read);
    } catch (UncheckedIOException | JsonFormatException | IllegalArgumentException e) {
      LOG.warn(
          "the sealed folder {} cannot be read, reconcile names it: {}", runId, e.getMessage());
      return Optional.empty();
    }
  }

  /** The ids of all sealed runs. */
  public List<String> ids() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(directory)) {
      return folders.map(folder -> folder.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the sealed runs cannot be listed", e);
    }
  }

  /** Where the folder of a sealed run lies. */
  Path folder(String runId) {
    return directory.resolve(runId);
  }

  /** The genesis of a sealed run, unless it cannot be read. */
  Optional<RunRecord> readable(String runId) {
    try {
      return Optional.of(record(runId));
    } catch (UncheckedIOException | JsonFormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private RunRecord record(String runId) {
    try {
      RunRecord record =
          RunRecord.fromJson(
              StrictJson.read(Files.readAllBytes(folder(runId).resolve("data/run.json"))));
      if (!record.runId().equals(runId)) {
        throw new JsonFormatException("its genesis is that of another run");
      }
      return record;
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed folder cannot be read: " + runId, e);
    }
  }

  /** A run that could not be closed may have no report; another attempt would end alike. */
  private String route(Path folder, RunRecord record, String verdict) throws IOException {
    Path report = folder.resolve("data/gate_report.json");
    if (Files.exists(report)) {
      return RunRouting.route(StrictJson.read(Files.readAllBytes(report)), tasks.attempt(record));
    }
    return verdict.equals("FAILED") ? "FAILED" : UNJUDGED;
  }

  private SealedRun read(Path folder) {
    try {
      RunRecord record = record(folder.getFileName().toString());
      byte[] seal = Files.readAllBytes(folder.resolve("seal.dsse.json"));
      Json.Obj statement = SealPayload.of(seal);
      Json.Obj predicate = statement.object("predicate");
      return new SealedRun(
          record.runId(),
          record.repository(),
          record.taskId(),
          record.agent(),
          record.profile(),
          record.startedAt(),
          record.baseCommit(),
          predicate.string("verdict"),
          route(folder, record, predicate.string("verdict")),
          predicate.string("sealedAt"),
          Digest.of(seal),
          SealPayload.resultTree(statement),
          folder);
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed folder cannot be read: " + folder, e);
    }
  }
}
