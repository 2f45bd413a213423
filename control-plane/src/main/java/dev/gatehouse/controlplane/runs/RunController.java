package dev.gatehouse.controlplane.runs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gatehouse.controlplane.api.access.Principal.Agent;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.access.Principal.RunReader;
import dev.gatehouse.controlplane.api.access.Principal.Worker;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.limits.CallPlaces;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.api.request.IdempotencyKey;
import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
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
  private final RunQueries queries;
  private final OpeningAnswers answers;
  private final RunSealer sealer;
  private final RunAccess access;
  private final CallPlaces places;

  RunController(
      RunOpening opening,
      OpenRunRegistry runs,
      RunQueries queries,
      OpeningAnswers answers,
      RunSealer sealer,
      RunAccess access,
      CallPlaces places) {
    this.opening = opening;
    this.runs = runs;
    this.queries = queries;
    this.answers = answers;
    this.sealer = sealer;
    this.access = access;
    this.places = places;
  }

  record Empty() {}

  /**
   * A page of a run's events.
   *
   * @param events canonical JSON of the events, in order
   * @param last the sequence number to ask behind next
   */
  record Events(@JsonRawValue String events, long last) {
    static Events of(Json.Obj page) {
      Json.Arr events = new Json.Arr(List.copyOf(page.objects("events")));
      return new Events(events.canonicalText(), page.integer("last"));
    }
  }

  @MayWait
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  OpeningAnswers.Opened open(Agent agent, @RequestBody RunRequest body, IdempotencyKey key) {
    RunRequest.Checked wanted = body.checked();
    return answers.opened(opening.open(agent.name(), key.required(), wanted));
  }

  @GetMapping("/{runId}")
  RunView show(RunReader caller, @PathVariable String runId, CallMemory memory) {
    return queries.withDetails(
        access.visible(runId, caller), caller instanceof Operator, memory::answer);
  }

  @MayWait
  @GetMapping("/{runId}/events")
  Events events(
      RunReader caller,
      @PathVariable String runId,
      @RequestParam(defaultValue = "-1") long after,
      @RequestParam(defaultValue = "0") long waitMillis,
      CallMemory memory) {
    RunView view = access.visible(runId, caller);
    access.requireLease(runId, caller);
    Duration wait = Duration.ofMillis(Math.clamp(waitMillis, 0, LONGEST_WAIT.toMillis()));
    long behind = Math.clamp(after, -1, MAX_SEQ);
    Supplier<Json.Obj> page =
        () -> {
          queries.awaitEvents(view.id(), behind, wait);
          // The lease may have been taken, or have ended with the run, while the call waited.
          access.requireLease(runId, caller);
          return queries.events(view.id(), behind, memory::answer);
        };
    boolean waits = !wait.isZero() && !queries.hasEvents(view.id(), behind);
    return Events.of(waits ? places.idle(caller, page) : page.get());
  }

  @MayWait
  @PostMapping("/{runId}/lease")
  OpeningAnswers.Lease lease(
      Agent agent, @PathVariable String runId, @RequestBody Empty body, IdempotencyKey key) {
    RunView view = access.visible(runId, agent);
    OpenRun run = runs.require(view.id());
    return answers.lease(run, run.takeLease(agent.name(), key.required()));
  }

  @MayWait
  @PostMapping("/{runId}/submit")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunView submit(Worker worker, @PathVariable String runId, @RequestBody Empty body) {
    if (runs.lookUp(runId).isPresent()) {
      OpenRun run = runs.require(runId);
      run.submit(new Caller(runId, worker.agent(), worker.fence(), Optional.empty(), LONGEST_WAIT));
      sealer.look(run);
    }
    return access.visible(runId, worker);
  }
}
