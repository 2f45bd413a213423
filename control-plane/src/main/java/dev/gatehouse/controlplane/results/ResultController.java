package dev.gatehouse.controlplane.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.CallMemory;
import dev.gatehouse.controlplane.api.MayWait;
import dev.gatehouse.controlplane.api.Permitted;
import dev.gatehouse.controlplane.api.Principal;
import dev.gatehouse.controlplane.diff.DiffPart;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.runs.RunAccess;
import dev.gatehouse.controlplane.runs.RunView;
import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/runs/{id}/diff} and {@code …/report}: for principals that may see the run. */
@RestController
@RequestMapping("/v1/runs/{runId}")
class ResultController {
  /** A longer report is read in the run's folder. */
  static final long REPORT_BYTES = 4L << 20;

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

  @Permitted({Principal.Operator.class, Principal.Agent.class, Principal.Worker.class})
  @MayWait
  @GetMapping("/diff")
  DiffView diff(
      @PathVariable String runId,
      @RequestParam(defaultValue = "false") boolean stat,
      @RequestParam(defaultValue = "1") int part,
      @RequestParam(required = false) @Nullable String path,
      @RequestParam(defaultValue = "") String after,
      HttpServletRequest request) {
    RunView view = access.visible(runId, request);
    CallMemory.of(request).answer(stat ? (long) ChangeDiff.PATHS * STAT_BYTES : DiffPart.LENGTH);
    return pool.call(
        "the diff of a run",
        DEADLINE,
        () -> {
          RunChange change = only(Optional.ofNullable(path), change(view, request));
          return stat ? stat(view, change, after) : part(view, change, part);
        });
  }

  private RunChange change(RunView view, HttpServletRequest request) {
    // It may have been sealed since it was looked up.
    return !view.hasSeal() && runs.lookUp(view.id()).isPresent()
        ? RunChange.of(runs.open(view.id()))
        : RunChange.of(access.sealed(view.id(), request));
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
  @Permitted({Principal.Operator.class, Principal.Agent.class, Principal.Worker.class})
  @GetMapping(value = "/report", produces = MediaType.APPLICATION_JSON_VALUE)
  String report(@PathVariable String runId, HttpServletRequest request) {
    SealedRun run = access.sealed(runId, request);
    access.requireFindings(run, request);
    StringBuilder json = new StringBuilder("{");
    member(json, "failure", run.folder().resolve(FolderNames.FAILURE), request);
    member(json, "gates", run.folder().resolve(FolderNames.GATE_REPORT), request);
    member(json, "verifier", run.folder().resolve(FolderNames.VERIFIER_REPORT), request);
    return json.append('}').toString();
  }

  private static void member(
      StringBuilder json, String name, Path file, HttpServletRequest request) {
    try {
      if (!Files.isRegularFile(file)) {
        return;
      }
      long size = Files.size(file);
      if (size > REPORT_BYTES) {
        throw new SyscallException(
            WorkspaceErrorCode.TOO_LARGE,
            "the report %s has %s bytes, and at most %s are sent here"
                .formatted(name, size, REPORT_BYTES),
            "an operator reads it in the run's folder, which folder.tar gives");
      }
      CallMemory.of(request).answer(size);
      json.append(json.length() > 1 ? "," : "")
          .append('"')
          .append(name)
          .append("\":")
          .append(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the sealed folder's report cannot be read: " + name, e);
    }
  }
}
