package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.api.Access;
import dev.gatehouse.controlplane.api.CallMemory;
import dev.gatehouse.controlplane.api.CallPlaces;
import dev.gatehouse.controlplane.api.IdempotencyKey;
import dev.gatehouse.controlplane.api.MayWait;
import dev.gatehouse.controlplane.api.Permitted;
import dev.gatehouse.controlplane.api.Principal;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
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

/** {@code /v1/runs}: open, look at one, take the lease, submit. */
@RestController
@RequestMapping("/v1/runs")
class RunController {
  private static final long MAX_SEQ = Integer.MAX_VALUE - 1;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final RunOpening opening;
  private final OpenRunRegistry runs;
  private final RunQueries catalogue;
  private final OpeningAnswers answers;
  private final RunSealer closer;
  private final RunAccess access;
  private final CallPlaces places;

  RunController(
      RunOpening opening,
      OpenRunRegistry runs,
      RunQueries catalogue,
      OpeningAnswers answers,
      RunSealer closer,
      RunAccess access,
      CallPlaces places) {
    this.opening = opening;
    this.runs = runs;
    this.catalogue = catalogue;
    this.answers = answers;
    this.closer = closer;
    this.access = access;
    this.places = places;
  }

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

  @Permitted({Principal.Operator.class, Principal.Agent.class, Principal.Worker.class})
  @GetMapping("/{runId}")
  RunView show(@PathVariable String runId, HttpServletRequest request) {
    return catalogue.withDetails(
        access.visible(runId, request),
        Access.any(request) instanceof Principal.Operator,
        CallMemory.of(request)::answer);
  }

  @Permitted({Principal.Operator.class, Principal.Agent.class, Principal.Worker.class})
  @MayWait
  @GetMapping(value = "/{runId}/events", produces = MediaType.APPLICATION_JSON_VALUE)
  String events(
      @PathVariable String runId,
      @RequestParam(defaultValue = "-1") long after,
      @RequestParam(defaultValue = "0") long waitMillis,
      HttpServletRequest request) {
    RunView view = access.visible(runId, request);
    access.requireLease(runId, request);
    Duration wait = Duration.ofMillis(Math.clamp(waitMillis, 0, LONGEST_WAIT.toMillis()));
    long behind = Math.clamp(after, -1, MAX_SEQ);
    Supplier<Json.Obj> page =
        () -> {
          catalogue.awaitEvents(view.id(), behind, wait);
          // The lease may have been taken, or have ended with the run, while the call waited.
          access.requireLease(runId, request);
          return catalogue.events(view.id(), behind, CallMemory.of(request)::answer);
        };
    boolean waits = !wait.isZero() && !catalogue.hasEvents(view.id(), behind);
    return (waits ? places.idle(Access.any(request), page) : page.get()).canonicalText();
  }

  @Permitted(Principal.Agent.class)
  @MayWait
  @PostMapping("/{runId}/lease")
  OpeningAnswers.Lease lease(
      @PathVariable String runId, @RequestBody Empty body, HttpServletRequest request) {
    Principal.Agent agent = Access.agent(request);
    RunView view = access.visible(runId, request);
    OpenRun run = runs.open(view.id());
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
    return access.visible(runId, request);
  }
}
