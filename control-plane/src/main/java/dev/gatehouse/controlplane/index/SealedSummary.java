package dev.gatehouse.controlplane.index;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.attest.Dsse;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.gates.report.Routing;
import dev.gatehouse.workspace.Footprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sealed folder says of its run, without what may be long. The seal's signature is the
 * check's to look at.
 *
 * @param task whose run it is, and at what it worked
 * @param taskSha256 digest of the task's text
 * @param opening the call that opened the run, where its genesis names it
 * @param outcome what the seal says
 * @param bytes what the folder takes, each file in blocks of 4 KiB
 */
public record SealedSummary(
    String runId,
    TaskName task,
    Digest taskSha256,
    String profile,
    Instant startedAt,
    GitId baseCommit,
    Optional<RunRecord.Opening> opening,
    Outcome outcome,
    long bytes) {
  /** How many attempts an agent has at a task. */
  public static final int MAX_ATTEMPTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(SealedSummary.class);
  private static final String FAILED = "FAILED";
  private static final String RETRY = "RETRY";

  /**
   * What the seal of a run says.
   *
   * @param verdict PASSED, FAILED or NONE
   * @param firstRoute what happens next if the run was a first attempt
   * @param sealSha256 digest of {@code seal.dsse.json}
   * @param gateReportSha256 digest of the gate report, where gates were evaluated
   * @param resultTree git's id of the result, where the run has one
   */
  public record Outcome(
      RunStatus status,
      String verdict,
      String firstRoute,
      Instant sealedAt,
      Digest sealSha256,
      Optional<Digest> gateReportSha256,
      Optional<GitId> resultTree) {}

  /**
   * What this folder says.
   *
   * @throws JsonFormatException if a file of it is malformed, or it is the folder of another run
   * @throws UncheckedIOException if a file is missing or cannot be read
   */
  public static SealedSummary read(Path folder) {
    RunRecord run = genesis(folder);
    try {
      return new SealedSummary(
          run.runId(),
          TaskName.of(run),
          Digest.of(run.taskText().getBytes(StandardCharsets.UTF_8)),
          run.profile(),
          run.startedAt(),
          run.baseCommit(),
          run.opening(),
          outcome(folder),
          size(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed folder cannot be read: " + folder, e);
    }
  }

  /**
   * What a reader takes from this folder, such as {@link #read} or {@link #genesis}; nothing, and a
   * line in the log, if it cannot be read: reconciliation names what is wrong with it.
   */
  public static <T> Optional<T> ifReadable(Path folder, Function<Path, T> reader) {
    try {
      return Optional.of(reader.apply(folder));
    } catch (UncheckedIOException | JsonFormatException | IllegalArgumentException e) {
      LOG.warn(
          "the sealed folder {} cannot be read, reconcile names it: {}",
          folder.getFileName(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /** The genesis of the run of this folder; throws as {@link #read}. */
  public static RunRecord genesis(Path folder) {
    try {
      RunRecord run =
          RunRecord.fromJson(StrictJson.read(Files.readAllBytes(folder.resolve(FolderNames.RUN))));
      Path name = folder.getFileName();
      if (name == null || !run.runId().equals(name.toString())) {
        throw new JsonFormatException("its genesis is that of another run");
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed folder cannot be read: " + folder, e);
    }
  }

  private static Outcome outcome(Path folder) throws IOException {
    byte[] envelope = Files.readAllBytes(folder.resolve(FolderNames.SEAL));
    Statement statement = Statement.read(Dsse.read(envelope).payload());
    Json.Obj predicate = statement.predicate();
    RunStatus status = predicate.parsed("status", RunStatus::valueOf);
    String verdict = predicate.string("verdict");
    return new Outcome(
        status,
        verdict,
        firstRoute(folder, status, verdict),
        predicate.parsed("sealedAt", Instant::parse),
        Digest.of(envelope),
        predicate.has("gateReportSha256")
            ? Optional.of(predicate.parsed("gateReportSha256", Digest::new))
            : Optional.empty(),
        statement.subjects().stream()
            .filter(subject -> subject.algorithm().equals("gitTree"))
            .map(subject -> new GitId(subject.hex()))
            .findFirst());
  }

  /**
   * A run that could not be closed may have no report; another attempt would end alike. One that
   * somebody cancelled is not tried again by itself.
   */
  private static String firstRoute(Path folder, RunStatus status, String verdict)
      throws IOException {
    Path report = folder.resolve(FolderNames.GATE_REPORT);
    if (Files.exists(report)) {
      return Routing.route(StrictJson.read(Files.readAllBytes(report)), 1, MAX_ATTEMPTS).name();
    }
    boolean cancelled = status == RunStatus.CANCELLED && SealedCancellation.of(folder).isPresent();
    return cancelled || verdict.equals(FAILED) ? FAILED : RETRY;
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          bytes += Footprint.ofSize(Files.size(file)).bytes();
        }
      }
      return bytes;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * What happens next: READY_TO_MERGE, RETRY, FAILED or QUARANTINED. A run that nobody judged uses
   * up no attempt of its own.
   *
   * @param attempt which of its agent's runs of its task this is, from 1
   */
  public String route(int attempt) {
    boolean last = attempt >= MAX_ATTEMPTS && outcome.gateReportSha256().isPresent();
    return last && outcome.firstRoute().equals(RETRY) ? FAILED : outcome.firstRoute();
  }

  /** All members. */
  Json.Obj toJson() {
    Json.Builder json =
        Json.object()
            .put("runId", runId)
            .put("repository", task.repository())
            .put("agent", task.agent())
            .put("taskId", task.taskId())
            .put("taskSha256", taskSha256.hex())
            .put("profile", profile)
            .put("startedAt", startedAt.toString())
            .put("baseCommit", baseCommit.hex())
            .put("status", outcome.status().name())
            .put("verdict", outcome.verdict())
            .put("firstRoute", outcome.firstRoute())
            .put("sealedAt", outcome.sealedAt().toString())
            .put("sealSha256", outcome.sealSha256().hex())
            .put("bytes", bytes);
    opening.ifPresent(call ->
        json.put("openingKey", call.key().text()).put("openingSha256", call.requestSha256().hex()));
    outcome.gateReportSha256().ifPresent(report -> json.put("gateReportSha256", report.hex()));
    outcome.resultTree().ifPresent(tree -> json.put("resultTree", tree.hex()));
    return json.build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws JsonFormatException if a member is missing or malformed
   */
  static SealedSummary fromJson(Json.Obj json) {
    return new SealedSummary(
        json.string("runId"),
        new TaskName(json.string("repository"), json.string("agent"), json.string("taskId")),
        json.parsed("taskSha256", Digest::new),
        json.string("profile"),
        json.parsed("startedAt", Instant::parse),
        json.parsed("baseCommit", GitId::new),
        json.has("openingKey")
            ? Optional.of(
                new RunRecord.Opening(
                    json.parsed("openingKey", Identifier::new),
                    json.parsed("openingSha256", Digest::new)))
            : Optional.empty(),
        new Outcome(
            json.parsed("status", RunStatus::valueOf),
            json.string("verdict"),
            json.string("firstRoute"),
            json.parsed("sealedAt", Instant::parse),
            json.parsed("sealSha256", Digest::new),
            json.has("gateReportSha256")
                ? Optional.of(json.parsed("gateReportSha256", Digest::new))
                : Optional.empty(),
            json.has("resultTree")
                ? Optional.of(json.parsed("resultTree", GitId::new))
                : Optional.empty()),
        json.integer("bytes"));
  }
}
