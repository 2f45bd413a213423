package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.isCommand;
import static dev.gatehouse.gates.Edits.isolated;
import static dev.gatehouse.gates.Edits.step;
import static dev.gatehouse.gates.Edits.steps;

import dev.gatehouse.evidence.journal.Event.CallConfirmed;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.IsolationRecord;
import dev.gatehouse.gates.report.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commands that were not confined, or not confirmed. */
final class IsolationCases extends CaseList {
  IsolationCases() {
    edited(
        "isolation-unread",
        Route.QUARANTINED,
        run -> run.edit(CallIntended.class, e -> isCommand(e) ? isolated(e, Optional.empty()) : e),
        "isolation:ISOLATION_MISSING");
    item("seccomp-off", "seccomp.mode", "0", "2");
    item("seccomp-off-as-expected", "seccomp.mode", "0", "0");
    item("other-interface", "network.interfaces", "eth0 lo", "eth0 lo");
    item("other-image", "engine.image", "sha256:other", "sha256:other");
    item("more-memory", "engine.memory", "1", "1");
    item("unknown-item-differs", "kernel.anything", "a", "b");
    edited(
        "container-used-twice",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    isCommand(e)
                        ? isolated(
                            e,
                            Optional.of(IsolationRecord.fromJson(e.isolation().orElseThrow()))
                                .map(r ->
                                    new IsolationRecord(
                                        "same",
                                        r.imageId(),
                                        r.startedAt(),
                                        r.items(),
                                        r.replacedContainers())))
                        : e),
        "isolation:ISOLATION_DIFFERS");
    edited(
        "command-unconfirmed",
        Route.RETRY,
        run -> run.events.removeIf(CallConfirmed.class::isInstance),
        "isolation:COMMAND_NOT_CONFIRMED");
    edited(
        "command-contradicted",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallConfirmed.class, e -> new CallConfirmed(e.at(), e.callId(), false, e.detail())),
        "isolation:COMMAND_CONTRADICTED");
    add(
        "step-not-confined",
        Route.QUARANTINED,
        () ->
            steps(
                "tests",
                s -> step(s, s.confirmed(), s.tests(), s.problem(), Json.object().build())),
        "isolation:ISOLATION_DIFFERS");
  }

  private void item(String name, String item, String actual, String expected) {
    edited(
        name,
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    isCommand(e)
                        ? isolated(
                            e,
                            e.isolation()
                                .map(IsolationRecord::fromJson)
                                .map(r -> {
                                  List<IsolationRecord.Item> items = new ArrayList<>(r.items());
                                  items.removeIf(i -> i.name().equals(item));
                                  items.add(new IsolationRecord.Item(item, expected, actual));
                                  return new IsolationRecord(
                                      r.containerId(),
                                      r.imageId(),
                                      r.startedAt(),
                                      items,
                                      r.replacedContainers());
                                }))
                        : e),
        "isolation:ISOLATION_DIFFERS");
  }
}
