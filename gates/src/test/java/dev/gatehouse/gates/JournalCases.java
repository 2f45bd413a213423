package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.withKey;

import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.gates.report.Route;
import java.util.List;
import java.util.Optional;

/** Journals out of order. */
final class JournalCases extends CaseList {
  JournalCases() {
    edited(
        "no-begin",
        Route.QUARANTINED,
        run -> run.events.removeFirst(),
        "evidence-complete:RUN_BEGIN_MISSING");
    edited(
        "begun-twice",
        Route.QUARANTINED,
        run -> run.events.add(2, run.events.getFirst()),
        "evidence-complete:EVENT_TWICE");
    edited(
        "no-end",
        Route.QUARANTINED,
        run -> run.events.removeLast(),
        "evidence-complete:RUN_END_MISSING");
    add(
        "crashed",
        Route.RETRY,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.events.add(new Event.RunEnded(run.now(), RunStatus.CRASHED));
          return run;
        },
        "evidence-complete:RUN_NOT_COMPLETED",
        "verification:RUN_NOT_COMPLETED");
    edited(
        "never-submitted",
        Route.QUARANTINED,
        run -> run.events.removeIf(Event.RunSubmitted.class::isInstance),
        "evidence-complete:RUN_NOT_SUBMITTED");
    add(
        "written-after-submit",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.events.add(new Event.RunSubmitted(run.now(), "agent:bot"));
          run.write("calc.py", "late\n");
          run.verified();
          run.events.add(new Event.RunEnded(run.now(), RunStatus.COMPLETED));
          return run;
        },
        "evidence-complete:CALL_AFTER_SUBMIT");
    edited(
        "outcome-lost",
        Route.QUARANTINED,
        run -> run.events.removeIf(e -> e instanceof CallEnded x && x.callId().equals("call-1")),
        "evidence-complete:INTENT_OPEN");
    edited(
        "intent-lost",
        Route.QUARANTINED,
        run -> run.events.removeIf(e -> e instanceof CallIntended x && x.callId().equals("call-1")),
        "evidence-complete:INTENT_MISSING");
    add(
        "call-id-twice",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.read("calc.py");
          run.events.addAll(
              List.copyOf(run.events.subList(run.events.size() - 2, run.events.size())));
          return run.verified().end();
        },
        "evidence-complete:CALL_ID_TWICE");
    edited(
        "key-used-twice",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class, e -> e.key().isPresent() ? withKey(e, Optional.of("same")) : e),
        "evidence-complete:KEY_TWICE");
    edited(
        "fence-unknown",
        Route.QUARANTINED,
        run -> run.events.removeIf(Event.LeaseTaken.class::isInstance),
        "evidence-complete:FENCE_UNKNOWN");
  }
}
