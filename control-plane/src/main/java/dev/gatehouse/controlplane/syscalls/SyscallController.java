package dev.gatehouse.controlplane.syscalls;

import dev.gatehouse.controlplane.api.access.Principal.Worker;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.limits.CallPlaces;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.api.problem.ProblemBody;
import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.api.request.IdempotencyKey;
import dev.gatehouse.controlplane.api.request.JsonErrorMessages;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/runs/{id}/syscalls/{name}}: one mapping a syscall, no generic entry (E4). */
@RestController
@RequestMapping("/v1/runs/{runId}/syscalls")
class SyscallController {
  private final SyscallDispatcher dispatcher;
  private final Problems problems;
  private final CallPlaces places;
  private final SyscallMetrics metrics;
  private final Duration patience;

  SyscallController(
      SyscallDispatcher dispatcher,
      Problems problems,
      CallPlaces places,
      SyscallMetrics metrics,
      GatehouseProperties properties) {
    this.dispatcher = dispatcher;
    this.problems = problems;
    this.places = places;
    this.metrics = metrics;
    this.patience = properties.lockPatience();
  }

  @PostMapping("/file.read")
  AnswerViews.FileContent fileRead(
      Worker worker,
      @RequestBody SyscallBodies.FileRead body,
      IdempotencyKey key,
      CallMemory memory) {
    return call(
        "file.read", AnswerViews.FileContent.class, body::syscall, caller(worker, key, memory));
  }

  @MayWait
  @PostMapping("/file.write")
  AnswerViews.FileChanged fileWrite(
      Worker worker,
      @RequestBody SyscallBodies.FileWrite body,
      IdempotencyKey key,
      CallMemory memory) {
    return call(
        "file.write", AnswerViews.FileChanged.class, body::syscall, caller(worker, key, memory));
  }

  @MayWait
  @PostMapping("/file.delete")
  AnswerViews.FileChanged fileDelete(
      Worker worker,
      @RequestBody SyscallBodies.FileDelete body,
      IdempotencyKey key,
      CallMemory memory) {
    return call(
        "file.delete", AnswerViews.FileChanged.class, body::syscall, caller(worker, key, memory));
  }

  @PostMapping("/dir.list")
  AnswerViews.Listing dirList(
      Worker worker,
      @RequestBody SyscallBodies.DirList body,
      IdempotencyKey key,
      CallMemory memory) {
    return call("dir.list", AnswerViews.Listing.class, body::syscall, caller(worker, key, memory));
  }

  @MayWait
  @PostMapping("/exec.run")
  AnswerViews.CommandRan execRun(
      Worker worker,
      @RequestBody SyscallBodies.ExecRun body,
      IdempotencyKey key,
      CallMemory memory) {
    return call(
        "exec.run", AnswerViews.CommandRan.class, body::syscall, caller(worker, key, memory));
  }

  @MayWait
  @PostMapping("/approval.wait")
  AnswerViews.ApprovalStands approvalWait(
      Worker worker,
      @RequestBody SyscallBodies.ApprovalWait body,
      IdempotencyKey key,
      CallMemory memory) {
    Caller caller = caller(worker, key, memory);
    Supplier<AnswerViews.ApprovalStands> call =
        () -> call("approval.wait", AnswerViews.ApprovalStands.class, body::syscall, caller);
    return body.waits() ? places.idle(worker, call) : call.get();
  }

  /** A body that is not even JSON of the right members still leaves its line in the journal. */
  @ExceptionHandler
  ResponseEntity<ProblemBody> unreadable(
      HttpMessageNotReadableException e, Worker worker, HttpServletRequest request) {
    String[] path = request.getRequestURI().split("/", -1);
    SyscallException refused =
        new SyscallException(
            SyscallErrorCode.BODY_INVALID,
            JsonErrorMessages.of(e),
            "send the members that INTERFACES.md lists for this syscall, and no others");
    String name = path[path.length - 1];
    metrics.unreadable(name, refused.code().name());
    dispatcher.refused(caller(worker, Optional.empty(), bytes -> {}), name, refused);
    return problems.error(refused);
  }

  private <V extends AnswerViews.AnswerView> V call(
      String name, Class<V> view, Supplier<Syscall> body, Caller caller) {
    return metrics.call(name, () -> view.cast(AnswerViews.of(dispatcher.call(caller, name, body))));
  }

  private Caller caller(Worker worker, IdempotencyKey key, CallMemory memory) {
    return caller(worker, key.optional(), memory::answer);
  }

  private Caller caller(Worker worker, Optional<Identifier> key, AnswerMemory memory) {
    return new Caller(worker.runId(), worker.agent(), worker.fence(), key, patience, memory);
  }
}
