package dev.gatehouse.controlplane.syscalls;

import dev.gatehouse.controlplane.api.Access;
import dev.gatehouse.controlplane.api.CallMemory;
import dev.gatehouse.controlplane.api.CallPlaces;
import dev.gatehouse.controlplane.api.IdempotencyKey;
import dev.gatehouse.controlplane.api.JsonErrorMessages;
import dev.gatehouse.controlplane.api.MayWait;
import dev.gatehouse.controlplane.api.Permitted;
import dev.gatehouse.controlplane.api.Principal;
import dev.gatehouse.controlplane.api.ProblemBody;
import dev.gatehouse.controlplane.api.Problems;
import dev.gatehouse.controlplane.metrics.SyscallMetrics;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.dispatch.SyscallDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/runs/{id}/syscalls/{name}}: one mapping a syscall, no generic entry (E4). */
@RestController
@RequestMapping("/v1/runs/{runId}/syscalls")
class SyscallController {
  private final SyscallDispatcher door;
  private final Problems problems;
  private final CallPlaces places;
  private final SyscallMetrics metrics;
  private final Duration patience;

  SyscallController(
      SyscallDispatcher door,
      Problems problems,
      CallPlaces places,
      SyscallMetrics metrics,
      GatehouseProperties properties) {
    this.door = door;
    this.problems = problems;
    this.places = places;
    this.metrics = metrics;
    this.patience = properties.lockPatience();
  }

  @Permitted(Principal.Worker.class)
  @PostMapping("/file.read")
  AnswerViews.FileContent fileRead(
      @PathVariable String runId,
      @RequestBody SyscallBodies.FileRead body,
      HttpServletRequest request) {
    return call(runId, "file.read", AnswerViews.FileContent.class, body::syscall, request);
  }

  @Permitted(Principal.Worker.class)
  @MayWait
  @PostMapping("/file.write")
  AnswerViews.FileChanged fileWrite(
      @PathVariable String runId,
      @RequestBody SyscallBodies.FileWrite body,
      HttpServletRequest request) {
    return call(runId, "file.write", AnswerViews.FileChanged.class, body::syscall, request);
  }

  @Permitted(Principal.Worker.class)
  @MayWait
  @PostMapping("/file.delete")
  AnswerViews.FileChanged fileDelete(
      @PathVariable String runId,
      @RequestBody SyscallBodies.FileDelete body,
      HttpServletRequest request) {
    return call(runId, "file.delete", AnswerViews.FileChanged.class, body::syscall, request);
  }

  @Permitted(Principal.Worker.class)
  @PostMapping("/dir.list")
  AnswerViews.Listing dirList(
      @PathVariable String runId,
      @RequestBody SyscallBodies.DirList body,
      HttpServletRequest request) {
    return call(runId, "dir.list", AnswerViews.Listing.class, body::syscall, request);
  }

  @Permitted(Principal.Worker.class)
  @MayWait
  @PostMapping("/exec.run")
  AnswerViews.CommandRan execRun(
      @PathVariable String runId,
      @RequestBody SyscallBodies.ExecRun body,
      HttpServletRequest request) {
    return call(runId, "exec.run", AnswerViews.CommandRan.class, body::syscall, request);
  }

  @Permitted(Principal.Worker.class)
  @MayWait
  @PostMapping("/approval.wait")
  AnswerViews.ApprovalStands approvalWait(
      @PathVariable String runId,
      @RequestBody SyscallBodies.ApprovalWait body,
      HttpServletRequest request) {
    Supplier<AnswerViews.ApprovalStands> call =
        () ->
            call(runId, "approval.wait", AnswerViews.ApprovalStands.class, body::syscall, request);
    return body.waits() ? places.idle(Access.any(request), call) : call.get();
  }

  /** A body that is not even JSON of the right members still leaves its line in the journal. */
  @ExceptionHandler
  ResponseEntity<ProblemBody> unreadable(
      HttpMessageNotReadableException e, HttpServletRequest request) {
    String[] path = request.getRequestURI().split("/", -1);
    SyscallException refused =
        new SyscallException(
            SyscallErrorCode.BODY_INVALID,
            JsonErrorMessages.of(e),
            "send the members that INTERFACES.md lists for this syscall, and no others");
    String name = path[path.length - 1];
    metrics.unreadable(name, refused.code().name());
    if (Access.any(request) instanceof Principal.Worker worker) {
      door.refused(caller(worker, Optional.empty(), bytes -> {}), name, refused);
    }
    return problems.error(refused);
  }

  private <V extends AnswerViews.AnswerView> V call(
      String runId,
      String name,
      Class<V> view,
      Supplier<Syscall> body,
      HttpServletRequest request) {
    Principal.Worker worker = Access.worker(request, runId);
    Caller caller = caller(worker, IdempotencyKey.of(request), CallMemory.of(request)::answer);
    return metrics.call(name, () -> view.cast(AnswerViews.of(door.call(caller, name, body))));
  }

  private Caller caller(Principal.Worker worker, Optional<Identifier> key, AnswerMemory memory) {
    return new Caller(worker.runId(), worker.agent(), worker.fence(), key, patience, memory);
  }
}
