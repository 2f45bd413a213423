package dev.gatehouse.gates.command;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.gates.decision.RecordedQuestions;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;
import java.util.Optional;
import java.util.TreeMap;

/** Every command was decided, in a mode and by a rule, as the policy decides it (promise A3). */
public final class CommandsGate implements Gate {
  @Override
  public String name() {
    return "commands";
  }

  @Override
  public void judge(RunHistory facts, FindingCollector log) {
    Optional<Policy> policy = facts.policy();
    if (policy.isEmpty()) {
      log.file(
          FindingCode.POLICY_UNREADABLE,
          "data/policy/snapshot.json",
          "without it no command can be decided again");
      return;
    }
    TreeMap<String, Integer> modes = new TreeMap<>();
    int commands = 0;
    int refused = 0;
    for (JournaledEvent<Event> placed : facts.events()) {
      if (placed.event() instanceof Event.CallIntended call
          && call.op().equals(RecordedQuestions.EXEC)) {
        commands++;
        decideAgain(facts, placed.line(), call, policy.get(), log);
        modes.merge(call.decision().mode().orElse("no mode"), 1, Integer::sum);
      }
      if (placed.event() instanceof Event.CallRefused call
          && call.op().equals(RecordedQuestions.EXEC)
          && call.code().equals("POLICY_DENIED")) {
        refused++;
      }
    }
    log.note(
        "%s commands: %s by rule, %s contained; %s refused"
            .formatted(
                commands,
                modes.getOrDefault(Policy.MODE_ARGV, 0) + modes.getOrDefault(Policy.MODE_SHELL, 0),
                modes.getOrDefault(Policy.MODE_CONTAINED, 0),
                refused));
  }

  private static void decideAgain(
      RunHistory facts, long line, Event.CallIntended call, Policy policy, FindingCollector log) {
    Optional<Question.Command> request = request(facts, call);
    if (request.isEmpty()) {
      log.line(
          FindingCode.COMMAND_UNREADABLE, line, "a command is an argument array or a shell string");
      return;
    }
    Decision expected = request.get().decide(policy).decision();
    if (expected.outcome() != Decision.Outcome.ALLOW) {
      log.line(
          FindingCode.COMMAND_DENIED,
          line,
          "the policy denies this command by %s: %s".formatted(expected.rule(), expected.reason()));
    }
    if (!expected.equals(call.decision())) {
      log.line(
          FindingCode.COMMAND_DECISION_DIFFERS,
          line,
          "recorded as %s by %s in mode %s; the policy says %s by %s in mode %s"
              .formatted(
                  call.decision().outcome(),
                  call.decision().rule(),
                  call.decision().mode().orElse("none"),
                  expected.outcome(),
                  expected.rule(),
                  expected.mode().orElse("none")));
    }
  }

  private static Optional<Question.Command> request(RunHistory facts, Event.CallIntended call) {
    try {
      return RecordedQuestions.command(facts.request(call.request()).orElseThrow());
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }
}
