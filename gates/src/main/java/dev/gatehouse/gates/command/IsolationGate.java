package dev.gatehouse.gates.command;

import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.decision.RecordedQuestions;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every command and every step ran confined, and the engine agrees on how it ended. */
public final class IsolationGate implements Gate {
  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public void judge(RunHistory facts, FindingCollector log) {
    ConfinementEvidence readBack = new ConfinementEvidence(facts.run(), facts.profile().found());
    Map<String, Event.CallConfirmed> confirmed = new HashMap<>();
    for (JournaledEvent<Event> placed : facts.events()) {
      if (placed.event() instanceof Event.CallConfirmed event) {
        confirmed.putIfAbsent(event.callId(), event);
      }
    }
    int commands = 0;
    for (JournaledEvent<Event.CallIntended> intent : facts.intents().values()) {
      if (intent.event().op().equals(RecordedQuestions.EXEC)) {
        commands++;
        command(
            facts,
            intent,
            Optional.ofNullable(confirmed.get(intent.event().callId())),
            readBack,
            log);
      }
    }
    int steps = 0;
    for (VerifiedStep step : facts.verified().map(VerifierReport::steps).orElse(List.of())) {
      steps++;
      for (String problem : readBack.problems(step.isolation())) {
        log.file(
            FindingCode.ISOLATION_DIFFERS,
            "data/verifier_report.json",
            "step %s: %s".formatted(step.id(), problem));
      }
    }
    log.note("%s commands and %s steps".formatted(commands, steps));
  }

  private static void command(
      RunHistory facts,
      JournaledEvent<Event.CallIntended> intent,
      Optional<Event.CallConfirmed> confirmed,
      ConfinementEvidence readBack,
      FindingCollector log) {
    Optional<Json.Obj> isolation = intent.event().isolation();
    if (isolation.isEmpty()) {
      log.line(
          FindingCode.ISOLATION_MISSING, intent.line(), "nothing was read back of the confinement");
    }
    isolation.ifPresent(record ->
        readBack
            .problems(record)
            .forEach(problem -> log.line(FindingCode.ISOLATION_DIFFERS, intent.line(), problem)));
    JournaledEvent<Event.CallEnded> ended = facts.outcomes().get(intent.event().callId());
    if (ended == null) {
      // It was aborted: recovery found no outcome, and nothing of it counts.
      return;
    }
    if (confirmed.isEmpty()) {
      log.line(
          FindingCode.COMMAND_NOT_CONFIRMED,
          intent.line(),
          "the engine did not confirm how the command ended; run it again in a new run");
    } else if (!confirmed.get().agrees()) {
      log.line(
          FindingCode.COMMAND_CONTRADICTED,
          intent.line(),
          "the engine contradicts how the command ended");
    }
    network(ended, log);
  }

  private static void network(JournaledEvent<Event.CallEnded> ended, FindingCollector log) {
    try {
      long attempts =
          ended.event().answer().has("networkAttempts")
              ? ended.event().answer().integer("networkAttempts")
              : 0;
      if (attempts != 0) {
        log.line(
            FindingCode.NETWORK_ATTEMPTED,
            ended.line(),
            "%s attempts to reach a network, all in vain".formatted(attempts));
      }
    } catch (JsonFormatException e) {
      log.line(FindingCode.EVIDENCE_MALFORMED, ended.line(), String.valueOf(e.getMessage()));
    }
  }
}
