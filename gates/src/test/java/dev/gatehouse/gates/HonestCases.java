package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.ending;
import static dev.gatehouse.gates.Edits.intent;
import static dev.gatehouse.gates.Edits.steps;
import static dev.gatehouse.gates.Edits.withAnswer;
import static dev.gatehouse.gates.Edits.withKey;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.Event.CallConfirmed;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.Map;
import java.util.Optional;

/** Runs that pass, with what is told of them all the same. */
final class HonestCases extends CaseList {
  HonestCases() {
    add("honest", Route.READY_TO_MERGE, Scenario::whole);
    add(
        "honest-nothing-changed",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.diff = Optional.of(new byte[0]);
          return run.verified().end();
        });
    add(
        "honest-denied-and-expired-approvals",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.settle(run.write("Makefile", "a\n"), Approval.State.DENIED, "ada", run.now());
          run.settle(run.write("Makefile", "b\n"), Approval.State.EXPIRED, "gateway", run.now());
          run.settle(run.write("Makefile", "c\n"), Approval.State.STALE, "ada", run.now());
          return run.verified().end();
        });
    add(
        "honest-after-a-restart",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          CallIntended lost = intent(run.exec(new CommandRequest.Shell("sleep 1"), Map.of()), run);
          run.events.removeIf(e -> e instanceof CallEnded x && x.callId().equals(lost.callId()));
          run.events.removeIf(
              e -> e instanceof CallConfirmed x && x.callId().equals(lost.callId()));
          run.events.add(new Event.CallAborted(run.now(), lost.callId(), "restart"));
          run.events.add(new Event.ScratchLost(run.now()));
          String again = run.exec(new CommandRequest.Shell("sleep 1"), Map.of());
          run.edit(CallIntended.class, e -> e.callId().equals(again) ? withKey(e, lost.key()) : e);
          return run.verified().end();
        });
    add(
        "network-attempted",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.whole();
          return run.edit(
              CallEnded.class,
              e ->
                  e.answer().has("networkAttempts")
                      ? withAnswer(e, "networkAttempts", new Json.Int(3))
                      : e);
        },
        "isolation:NETWORK_ATTEMPTED");
    add(
        "optional-step-failed",
        Route.READY_TO_MERGE,
        () -> steps("style", s -> ending(s, "EXITED", 1)),
        "verification:OPTIONAL_STEP_FAILED");
    add(
        "control-file-taken-back",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.write("pytest.py", "forged\n");
          run.write("calc.py", "new\n");
          return run.verified().end();
        },
        "verification:CONTROL_TAKEN_BACK");
  }
}
