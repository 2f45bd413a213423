package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.api.access.Principal.Agent;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.access.Principal.RegisteredPrincipal;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.api.request.IdempotencyKey;
import dev.gatehouse.controlplane.api.request.RequestValidation;
import dev.gatehouse.controlplane.index.SealedCancellation;
import dev.gatehouse.controlplane.runs.closing.RunSealer;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.syscalls.run.RunCancellation;
import dev.gatehouse.syscalls.run.UnopenedRun;
import dev.gatehouse.syscalls.run.UnsealedRun;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/runs/ID/cancel}: for operators, and for the agent of the run. */
@RestController
@RequestMapping("/v1/runs")
class CancelController {
  /** For what cannot be stopped: a container that is made, a layer that is read. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OpenRunRegistry runs;
  private final SealedRuns sealed;
  private final RunSealer sealer;
  private final RunAccess access;

  CancelController(OpenRunRegistry runs, SealedRuns sealed, RunSealer sealer, RunAccess access) {
    this.runs = runs;
    this.sealed = sealed;
    this.sealer = sealer;
    this.access = access;
  }

  record Body(@Nullable String reason) {}

  @MayWait
  @PostMapping("/{runId}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunView run(
      RegisteredPrincipal caller,
      @PathVariable String runId,
      @RequestBody Body body,
      IdempotencyKey key) {
    RunView view = access.visible(runId, caller);
    Cancellation wanted = wanted(caller, body, key);
    Optional<UnsealedRun> unsealed = runs.lookUp(view.id());
    if (unsealed.isPresent()) {
      OpenRun open =
          switch (unsealed.get()) {
            case OpenRun run -> run;
            case UnopenedRun unopened -> runs.require(unopened.id());
          };
      RunCancellation.cancel(open, wanted, PATIENCE);
      sealer.look(open);
    } else {
      RunCancellation.requireSame(SealedCancellation.of(sealed.folder(view.id())), wanted);
    }
    return access.visible(runId, caller);
  }

  private static Cancellation wanted(RegisteredPrincipal caller, Body body, IdempotencyKey key) {
    String text = key.required().text();
    String reason =
        RequestValidation.text(body.reason(), "reason", /* least= */ 1, Cancellation.MAX_REASON);
    return switch (caller) {
      case Operator operator -> new Cancellation(operator.name(), Role.OPERATOR, text, reason);
      case Agent agent -> new Cancellation(agent.name(), Role.AGENT, text, reason);
    };
  }
}
