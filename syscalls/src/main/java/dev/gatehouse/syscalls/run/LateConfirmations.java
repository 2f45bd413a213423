package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.sandbox.EndedCommand;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.state.RunState;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The engine's word on commands whose gateway ended between their outcome and it: the engine still
 * has their containers, and says how they ended.
 */
final class LateConfirmations {
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(20);
  private static final int KILLED = 137;

  private final SandboxSetup sandbox;
  private final InstantSource clock;

  LateConfirmations(SandboxSetup sandbox, InstantSource clock) {
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /**
   * The lines that the journal lacks. Of a command whose container is gone, or has not ended,
   * nothing is said, and the gates find COMMAND_NOT_CONFIRMED.
   *
   * @throws dev.gatehouse.sandbox.SandboxException if there is no engine now
   */
  List<Event> of(OpenFolder folder, RunState runState) {
    List<Event> lines = new ArrayList<>();
    if (!runState.phase().hasEnded()) {
      for (long seq : runState.unconfirmed()) {
        Event.CallEnded outcome = (Event.CallEnded) folder.events().get(Math.toIntExact(seq));
        sandbox
            .sandboxes()
            .ended(sandbox.owner(), folder.run().runId(), outcome.callId(), ENDED_WITHIN)
            .flatMap(ended -> line(outcome, ended))
            .ifPresent(lines::add);
      }
    }
    return lines;
  }

  private Optional<Event> line(Event.CallEnded outcome, EndedCommand ended) {
    OptionalInt expected = expected(outcome.answer(), ended);
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event.CallConfirmed(
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            outcome.callId(),
            expected.getAsInt() == ended.exitCode(),
            Json.object()
                .put("ended", true)
                .put("exitCode", ended.exitCode())
                .put("expectedExitCode", expected.getAsInt())
                .put("oomKilled", ended.oomKilled())
                .put("startedAt", ended.startedAt())
                .put("finishedAt", ended.finishedAt())
                .put("readAt", "recovery")
                .build()));
  }

  /**
   * The status that the outcome implies: of a command that was killed it may also be what the
   * starter promised, which no journal has, so another status than that of a kill says nothing. A
   * lost starter promised none, and nothing of its command counts: any status will do.
   */
  private static OptionalInt expected(Json.Obj answer, EndedCommand ended) {
    return switch (answer.string("ending")) {
      case "EXITED", "SIGNALLED" -> OptionalInt.of(Math.toIntExact(answer.integer("exitCode")));
      case "OUT_OF_MEMORY" ->
          ended.oomKilled() ? OptionalInt.of(ended.exitCode()) : OptionalInt.empty();
      case "STARTER_LOST" -> OptionalInt.of(ended.exitCode());
      default -> ended.exitCode() == KILLED ? OptionalInt.of(KILLED) : OptionalInt.empty();
    };
  }
}
