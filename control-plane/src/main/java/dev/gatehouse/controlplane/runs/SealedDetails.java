package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.SealedCancellation;
import dev.gatehouse.controlplane.runs.outcome.Judgement;
import dev.gatehouse.controlplane.runs.outcome.RunEnd;
import dev.gatehouse.controlplane.runs.outcome.SealedFiles;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.policy.profile.Feedback;
import dev.gatehouse.syscalls.AnswerMemory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads from a sealed folder what is shown of one run. */
final class SealedDetails {
  private final SealedRun run;
  private final Path folder;
  private final AnswerMemory memory;
  private final SealedFiles files;

  /**
   * Of this run.
   *
   * @param memory asked before a file is read
   */
  SealedDetails(SealedRun run, AnswerMemory memory) {
    this.run = run;
    this.folder = run.folder();
    this.memory = memory;
    this.files = new SealedFiles(folder, memory);
  }

  /**
   * What is shown; nothing of a folder whose files cannot be read, or are larger than a gateway
   * writes them.
   *
   * @param operator whether an operator looks; the run's agent is shown what its profile allows
   */
  Optional<RunDetails> shown(boolean operator) {
    try {
      Json.Obj snapshot = snapshot();
      return Optional.of(shown(operator ? Feedback.WHOLE : Feedback.of(snapshot), snapshot));
    } catch (UncheckedIOException | JsonFormatException | IllegalArgumentException e) {
      // A check of the folder names what is wrong with it.
      return Optional.empty();
    }
  }

  /** How much of the judgement the run's agent is shown. */
  Feedback feedback() {
    return Feedback.of(snapshot());
  }

  private RunDetails shown(Feedback feedback, Json.Obj snapshot) {
    RunRecord genesis = RunRecord.fromJson(required(FolderNames.RUN));
    Optional<Judgement> judgement =
        feedback.findings() ? Judgement.of(folder, feedback.output(), memory) : Optional.empty();
    return new RunDetails(
        RunDetails.TaskText.of(genesis),
        null,
        null,
        RunDetails.numbers(snapshot.object("limits")),
        end(),
        feedback.findings() ? GateFindings.of(folder, memory).orElse(null) : null,
        judgement.map(Judgement::steps).orElse(null),
        judgement.map(Judgement::tests).orElse(null));
  }

  private RunEnd end() {
    RunStatus status = run.outcome().status();
    return RunEnd.of(
        status,
        status == RunStatus.CANCELLED ? cancelled() : Optional.empty(),
        files.json(FolderNames.FAILURE).map(ClosingFailure::fromJson));
  }

  private Optional<Cancellation> cancelled() {
    memory.take(SealedCancellation.LONGEST);
    return SealedCancellation.of(folder);
  }

  private Json.Obj snapshot() {
    return required(FolderNames.POLICY);
  }

  private Json.Obj required(String name) {
    return files.json(name).orElseThrow(() -> new JsonFormatException("the folder has no " + name));
  }
}
