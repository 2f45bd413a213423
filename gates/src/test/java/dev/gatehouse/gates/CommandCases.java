package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.isCommand;
import static dev.gatehouse.gates.Edits.withDecision;
import static dev.gatehouse.gates.Edits.withRequest;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that the policy would have decided otherwise. */
final class CommandCases extends CaseList {
  CommandCases() {
    edited(
        "command-without-mode",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    isCommand(e)
                        ? withDecision(
                            e,
                            new Decision(
                                e.decision().outcome(),
                                e.decision().rule(),
                                e.decision().reason(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of()))
                        : e),
        "commands:COMMAND_DECISION_DIFFERS");
    edited(
        "command-of-another-mode",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e -> isCommand(e) ? withDecision(e, e.decision().inMode("argv")) : e),
        "commands:COMMAND_DECISION_DIFFERS");
    edited(
        "command-unreadable",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e -> isCommand(e) ? withRequest(e, "argv", Json.Arr.ofStrings(List.of())) : e),
        "commands:COMMAND_UNREADABLE");
    add(
        "command-denied",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.exec(new CommandRequest.Argv(List.of("perl", "-e", "1")), Map.of("calc.py", "new\n"));
          return run.verified().end();
        },
        "commands:COMMAND_DENIED");
  }
}
