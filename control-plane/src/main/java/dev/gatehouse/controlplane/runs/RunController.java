package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.web.Access;
import dev.gatehouse.controlplane.web.CallMemory;
import dev.gatehouse.controlplane.web.CallPlaces;
import dev.gatehouse.controlplane.web.IdempotencyKey;
import dev.gatehouse.controlplane.web.MayWait;
import dev.gatehouse.controlplane.web.Permitted;
import dev.gatehouse.controlplane.web.Principal;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.OpenRun;
import dev.gatehouse.syscalls.OpenRunRegistry;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/runs}: open, look, take the lease, submit. */
@RestController
@RequestMapping("/v1/runs")
class RunController {
  private static final int MAX_PAGE = 500;

  /** What a run takes in a list: its names have at most 128 characters each. */
  private static final int VIEW_BYTES = 2 * 1024;

  private static final long MAX_SEQ = Integer.MAX_VALUE - 1;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final RunOpening opening;
  private final OpenRunRegistry runs;
  private final RunCatalogue catalogue;
  private final OpeningAnswers answers;
  private final Closer closer;
  private final CallPlaces places;

  RunController(
      RunOpening opening,
      OpenRunRegistry runs,
      RunCatalogue catalogue,
      OpeningAnswers answers,
      Closer closer,
      CallPlaces places) {
    this.opening = opening;
    this.runs = runs;
    this.catalogue = catalogue;
    this.answers = answers;
    this.closer = closer;
    this.places = places;
  }

  record Page(List<RunView> runs) {}

  record Empty() {}

  @Permitted(Principal.Agent.class)
  @MayWait
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  OpeningAnswers.Opened open(@RequestBody RunRequest body, HttpServletRequest request) {
    Principal.Agent agent = Access.agent(request);
    RunRequest.Checked wanted = body.checked();
    return answers.opened(opening.open(agent.name(), IdempotencyKey.required(request), wanted));
  }

  @Permitted({Principal.Operator.class, Principal.Agent.class})
  @GetMapping
  Page list(
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String after,
      HttpServletRequest request) {
    int bounded = Math.clamp(limit, 1, MAX_PAGE);
    CallMemory.of(request).answer((long) bounded * VIEW_BYTES);
    Optional<String> cursor = Optional.ofNullable(after);
    return switch (Access.any(request)) {
      case Principal.Operator ignored -> new Page(catalogue.newest(bounded, cursor));
      case Principal.Metrics ignored -> throw unknown();
      case Principal.Agent agent -> new Page(catalogue.newestOf(agent.name(), bounded, cursor));
      case Principal.Worker worker -> new Page(List.of(visible(worker.runId(), request)));
    };
  }

  @Permitted({Principal.Operator.class, Principal.Agent.class, Principal.Worker.class})
  @GetMapping("/{runId}")
  RunView show(@PathVariable String runId, HttpServletRequest request) {
    RunView view = visible(runId, request);
    return Access.any(request) instanceof Principal.Operator
        ? catalogue.withFindings(view, CallMemory.of(request)::answer)
        : view;
  }

  @Permitted({Principal.Operator.class, Principal.Agent.class, Principal.Worker.class})
  @MayWait
  @GetMapping(value = "/{runId}/events", produces = MediaType.APPLICATION_JSON_VALUE)
  String events(
      @PathVariable String runId,
      @RequestParam(defaultValue = "-1") long after,
      @RequestParam(defaultValue = "0") long waitMillis,
      HttpServletRequest request) {
    RunView view = visible(runId, request);
    requireLease(runId, request);
    Duration wait = Duration.ofMillis(Math.clamp(waitMillis, 0, LONGEST_WAIT.toMillis()));
    long behind = Math.clamp(after, -1, MAX_SEQ);
    Supplier<Json.Obj> page =
        () -> {
          catalogue.awaitEvents(view.runId(), behind, wait);
          // The lease may have been taken, or have ended with the run, while the call waited.
          requireLease(runId, request);
          return catalogue.events(view.runId(), behind, CallMemory.of(request)::answer);
        };
    boolean waits = !wait.isZero() && !catalogue.hasEvents(view.runId(), behind);
    return (waits ? places.idle(Access.any(request), page) : page.get()).canonicalText();
  }

  @Permitted(Principal.Agent.class)
  @MayWait
  @PostMapping("/{runId}/lease")
  OpeningAnswers.Lease lease(
      @PathVariable String runId, @RequestBody Empty body, HttpServletRequest request) {
    Principal.Agent agent = Access.agent(request);
    RunView view = visible(runId, request);
    OpenRun run = runs.open(view.runId());
    return answers.lease(run, run.takeLease(agent.name(), IdempotencyKey.required(request)));
  }

  @Permitted(Principal.Worker.class)
  @MayWait
  @PostMapping("/{runId}/submit")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunView submit(@PathVariable String runId, @RequestBody Empty body, HttpServletRequest request) {
    Principal.Worker worker = Access.worker(request, runId);
    if (runs.lookUp(runId).isPresent()) {
      OpenRun run = runs.open(runId);
      run.submit(new Caller(runId, worker.agent(), worker.fence(), Optional.empty(), LONGEST_WAIT));
      closer.look(run);
    }
    return visible(runId, request);
  }

  /** A run's token ends with its lease: with the next lease, or with the run. */
  private void requireLease(String runId, HttpServletRequest request) {
    if (!(Access.any(request) instanceof Principal.Worker worker)) {
      return;
    }
    requireFence(runId, worker);
    if (runs.lookUp(runId).isEmpty()) {
      throw new SyscallException(
          SyscallErrorCode.LEASE_EXPIRED,
          "the run is sealed, and its lease has ended",
          "read its events with the token of the agent that opened it");
    }
  }

  private void requireFence(String runId, Principal.Worker worker) {
    if (runs.find(runId).filter(run -> run.fence() != worker.fence()).isPresent()) {
      throw new SyscallException(
          SyscallErrorCode.LEASE_STALE,
          "another worker has taken the run's lease",
          "stop; the worker that has the lease goes on");
    }
  }

  /** The run, if the caller may see it; a run of someone else is as unknown as none. */
  private RunView visible(String runId, HttpServletRequest request) {
    RunView view = catalogue.view(runId).orElseThrow(RunController::unknown);
    return switch (Access.any(request)) {
      case Principal.Operator ignored -> view;
      case Principal.Metrics ignored -> throw unknown();
      case Principal.Agent agent when view.agent().equals(agent.name()) -> view.withoutFolder();
      case Principal.Worker worker when view.runId().equals(worker.runId()) -> {
        requireFence(runId, worker);
        yield view.withoutFolder();
      }
      case Principal.Agent ignored -> throw unknown();
      case Principal.Worker ignored -> throw unknown();
    };
  }

  private static ApiException unknown() {
    return new ApiException(
        SyscallErrorCode.RUN_UNKNOWN, "no run of that id that this token may see", "list the runs");
  }
}
