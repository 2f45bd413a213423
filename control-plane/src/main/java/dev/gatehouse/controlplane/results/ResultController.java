package dev.gatehouse.controlplane.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gatehouse.controlplane.api.access.Principal.RunReader;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.diff.DiffPart;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.runs.RunAccess;
import dev.gatehouse.controlplane.runs.RunView;
import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.controlplane.runs.outcome.SealedFiles;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/runs/{id}/diff} and {@code …/report}: for principals that may see the run. */
@RestController
@RequestMapping("/v1/runs/{runId}")
class ResultController {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** What a path takes in a list: at most 4096 bytes, and numbers. */
  private static final int STAT_BYTES = 5 * 1024;

  private final RunAccess access;
  private final OpenRunRegistry runs;
  private final WorkPool pool;

  ResultController(RunAccess access, OpenRunRegistry runs, WorkPool pool) {
    this.access = access;
    this.runs = runs;
    this.pool = pool;
  }

  /**
   * One part of a diff, or one page of a list of paths.
   *
   * @param changeSha256 digest of the run's whole change: parts with the same one belong together
   * @param paths how many paths the run changed, or how many of those that were asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DiffView(
      String runId,
      String state,
      String changeSha256,
      int paths,
      @Nullable List<PathStat> stat,
      @Nullable String diff,
      @Nullable Integer diffParts) {}

  /**
   * The reports of a sealed run, each as its folder has it: canonical JSON.
   *
   * @param failure why the run could not be closed
   * @param gates the gate report
   * @param verifier the verifier's report
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Report(
      @JsonRawValue @Nullable String failure,
      @JsonRawValue @Nullable String gates,
      @JsonRawValue @Nullable String verifier) {}

  @MayWait
  @GetMapping("/diff")
  DiffView diff(
      RunReader caller,
      @PathVariable String runId,
      @RequestParam(defaultValue = "false") boolean stat,
      @RequestParam(defaultValue = "1") int part,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(defaultValue = "") String after,
      CallMemory memory) {
    RunView view = access.visible(runId, caller);
    memory.answer(stat ? (long) ChangeDiff.PATHS * STAT_BYTES : DiffPart.LENGTH);
    return pool.call(
        "the diff of a run",
        DEADLINE,
        () -> {
          RunChange change = only(Optional.ofNullable(path), change(view, caller));
          return stat ? stat(view, change, after) : part(view, change, part);
        });
  }

  private RunChange change(RunView view, RunReader caller) {
    // It may have been sealed since it was looked up.
    return !view.hasSeal() && runs.lookUp(view.id()).isPresent()
        ? RunChange.of(runs.require(view.id()))
        : RunChange.of(access.sealed(view.id(), caller));
  }

  private static RunChange only(Optional<String> path, RunChange change) {
    if (path.isEmpty()) {
      return change;
    }
    List<Change> named =
        change.changes().stream().filter(each -> each.path().text().equals(path.get())).toList();
    if (named.isEmpty()) {
      throw parameter("the run changes no such path", "name a path that stat=true lists");
    }
    return new RunChange(named, change.contents());
  }

  private static DiffView stat(RunView view, RunChange change, String after) {
    return new DiffView(
        view.id(),
        view.state(),
        change.sha256().hex(),
        change.changes().size(),
        new ChangeDiff(change).stat(after),
        null,
        null);
  }

  private static DiffView part(RunView view, RunChange change, int number) {
    DiffPart part = new ChangeDiff(change).part(number);
    if (number < 1 || number > part.parts()) {
      throw parameter("the diff has no part " + number, "ask for a part from 1 to diffParts");
    }
    return new DiffView(
        view.id(),
        view.state(),
        change.sha256().hex(),
        change.changes().size(),
        null,
        part.text(),
        part.parts());
  }

  private static ApiException parameter(String reason, String next) {
    return new ApiException(ApiErrorCode.PARAMETER_INVALID, reason, next);
  }

  /** The reports of a sealed run as its folder has them. */
  @GetMapping("/report")
  Report report(RunReader caller, @PathVariable String runId, CallMemory memory) {
    SealedRun run = access.sealed(runId, caller);
    access.requireFindings(run, caller, memory);
    SealedFiles files = new SealedFiles(run.folder(), memory::answer);
    return new Report(
        text(files, FolderNames.FAILURE),
        text(files, FolderNames.GATE_REPORT),
        text(files, FolderNames.VERIFIER_REPORT));
  }

  private static @Nullable String text(SealedFiles files, String name) {
    return files
        .bytes(name, SealedFiles.REPORT_BYTES)
        .map(bytes -> new String(bytes, UTF_8))
        .orElse(null);
  }
}
