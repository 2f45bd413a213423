package dev.gatehouse.gates;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.Event.CallRefused;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.profile.CommandRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What only folders of format 2 can say: requests by reference, a failure of closing, and who
 * cancelled the run.
 */
final class FormatTwoCases extends CaseList {
  private static final String LONG = "true # " + "x".repeat(5000);

  FormatTwoCases() {
    super(FormatVersion.TWO);
    add("request-by-reference", Route.READY_TO_MERGE, () -> referred(LONG, LONG));
    add(
        "request-by-reference-of-a-denied-command",
        Route.QUARANTINED,
        () -> denied(List.of("nope", "x".repeat(5000))),
        "commands:COMMAND_DECISION_DIFFERS",
        "commands:COMMAND_DENIED");
    add(
        "cancelled-while-a-change-is-held",
        Route.FAILED,
        FormatTwoCases::cancelled,
        "evidence-complete:RUN_CANCELLED",
        "verification:RUN_CANCELLED");
    add(
        "request-by-reference-missing",
        Route.QUARANTINED,
        () -> {
          Scenario run = referred(LONG, LONG);
          run.contents.remove(Digest.of(shell(LONG).canonical()).hex());
          return run;
        },
        "commands:COMMAND_UNREADABLE",
        "evidence-complete:CONTENT_MISSING");
    add(
        "refused-requests-kept-and-not-kept",
        Route.READY_TO_MERGE,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          refuse(run, ".env", true, Scenario::denial);
          refuse(run, ".env", false, Scenario::denial);
          return run.verified().end();
        });
    add(
        "refused-request-decided-by-another-rule",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          refuse(run, ".env", true, path -> Decision.deny("other", "no", "ask for another file"));
          return run.verified().end();
        },
        "protected-paths:DECISION_DIFFERS");
    add(
        "approval-withdrawn-at-a-restart",
        Route.READY_TO_MERGE,
        () -> aborted((run, id) -> run.settle(id, Approval.State.EXPIRED, "gateway", run.now())));
    add(
        "approval-of-an-aborted-call",
        Route.QUARANTINED,
        () -> aborted(Scenario::approve),
        "protected-paths:APPROVAL_DIFFERS");
    add(
        "approval-of-an-aborted-call-denied-by-an-operator",
        Route.QUARANTINED,
        () -> aborted((run, id) -> run.settle(id, Approval.State.DENIED, "ada", run.now())),
        "protected-paths:APPROVAL_DIFFERS");
    add(
        "closing-failed",
        Route.FAILED,
        () -> failed(),
        "evidence-complete:CLOSING_FAILED",
        "verification:TEST_FILE_CHANGED");
  }

  /** A run with a command whose request is a blob; it may say something else than was decided. */
  private static Scenario referred(String decided, String kept) {
    Scenario run = Scenario.small();
    run.write("calc.py", "new\n");
    String callId = run.exec(new CommandRequest.Shell(decided), Map.of());
    run.edit(
        CallIntended.class,
        e -> e.callId().equals(callId) ? Edits.withReference(e, keep(run, shell(kept))) : e);
    return run.verified().end();
  }

  private static Scenario denied(List<String> argv) {
    Scenario run = referred(LONG, LONG);
    Json.Obj request = Json.object().put("argv", Json.Arr.ofStrings(argv)).build();
    return run.edit(
        CallIntended.class,
        e -> e.op().equals("exec.run") ? Edits.withReference(e, keep(run, request)) : e);
  }

  private static void refuse(
      Scenario run,
      String path,
      boolean kept,
      java.util.function.Function<String, Decision> decision) {
    Json.Obj request = Json.object().put("path", path).put("pad", "x".repeat(5000)).build();
    CallRequest.Reference reference = kept ? keep(run, request) : reference(request, false);
    run.events.add(
        new CallRefused(
            run.now(),
            "refused-" + run.events.size(),
            "agent:" + Scenario.AGENT,
            "file.read",
            "POLICY_DENIED",
            "no",
            reference,
            Optional.of(decision.apply(path))));
  }

  private static CallRequest.Reference keep(Scenario run, Json.Obj request) {
    byte[] canonical = request.canonical();
    run.contents.put(Digest.of(canonical).hex(), canonical);
    return reference(request, true);
  }

  private static CallRequest.Reference reference(Json.Obj request, boolean kept) {
    byte[] canonical = request.canonical();
    return new CallRequest.Reference(Digest.of(canonical), canonical.length, kept);
  }

  private static Json.Obj shell(String script) {
    return new CommandRequest.Shell(script).putInto(Json.object()).build();
  }

  private static Scenario cancelled() {
    Scenario run = Scenario.small();
    run.write("calc.py", "new\n");
    run.write("Makefile", "a\n");
    run.events.add(
        new Event.RunEnded(
            run.now(),
            RunStatus.CANCELLED,
            Optional.of(
                new Cancellation(
                    "alice", Cancellation.Role.OPERATOR, "key-9", "it fills the disk"))));
    return run;
  }

  private static Scenario failed() {
    Scenario run = Scenario.whole();
    run.diff = Optional.empty();
    run.failure =
        Optional.of(new ClosingFailure("DIFF_TOO_LARGE", "The diff is too large.", "diff"));
    return run;
  }

  /** A held change whose call has no outcome. */
  private static Scenario aborted(BiConsumer<Scenario, String> decide) {
    Scenario run = Scenario.small();
    run.write("calc.py", "new\n");
    String id = run.write("Makefile", "a\n");
    String callId = run.approval(id).callId();
    run.events.removeIf(e -> e instanceof Event.CallEnded x && x.callId().equals(callId));
    run.events.add(new Event.CallAborted(run.now(), callId, "restart"));
    decide.accept(run, id);
    run.events.add(new Event.ScratchLost(run.now()));
    return run.verified().end();
  }
}
