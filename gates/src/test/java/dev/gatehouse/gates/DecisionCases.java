package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.decided;
import static dev.gatehouse.gates.Edits.smuggled;
import static dev.gatehouse.gates.Edits.withDecision;
import static dev.gatehouse.gates.Edits.withPaths;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Policy;
import java.util.Optional;

/** Decisions that the policy would not have made. */
final class DecisionCases extends CaseList {
  DecisionCases() {
    edited(
        "decision-on-a-read-forged",
        Route.QUARANTINED,
        run ->
            run.edit(
                CallIntended.class,
                e ->
                    e.op().equals("file.read")
                        ? withDecision(e, Decision.allow("other", "because"))
                        : e),
        "protected-paths:DECISION_DIFFERS");
    add(
        "secret-read",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          run.read(".env");
          run.edit(
              CallIntended.class,
              e ->
                  e.op().equals("file.read")
                      ? withDecision(e, Decision.allow("workspace", "It is the work."))
                      : e);
          return run.verified().end();
        },
        "protected-paths:DECISION_DIFFERS");
    add(
        "protected-file-committed-as-allowed",
        Route.QUARANTINED,
        () -> smuggled("Makefile", Scenario.version("new\n")),
        "protected-paths:DECISION_DIFFERS",
        "protected-paths:DISPOSITION_DIFFERS",
        "verification:CONTROL_TAKEN_BACK");
    add(
        "held-file-committed-at-once",
        Route.QUARANTINED,
        () -> {
          Scenario run = smuggled("sub/Makefile", Scenario.version("new\n"));
          Decision hold =
              new Policy(run.profile)
                  .write(WorkspacePath.parse("Makefile"), false, ChangeOrigin.COMMAND)
                  .decision();
          return run.edit(
              CallEnded.class,
              e ->
                  withPaths(
                      e,
                      path ->
                          path.path().equals(TreePath.of("sub/Makefile"))
                              ? decided(path, hold)
                              : path));
        },
        "protected-paths:DISPOSITION_DIFFERS",
        "verification:CONTROL_TAKEN_BACK");
    add(
        "scratch-committed",
        Route.QUARANTINED,
        () -> smuggled("x.pyc", Scenario.version("new\n")),
        "protected-paths:DECISION_DIFFERS",
        "protected-paths:DISPOSITION_DIFFERS");
    add(
        "work-hidden-as-scratch",
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.whole();
          return run.edit(
              CallEnded.class,
              e ->
                  withPaths(
                      e,
                      path ->
                          path.path().equals(TreePath.of("x.pyc"))
                              ? new PathOutcome(
                                  TreePath.of("calc.py"),
                                  Disposition.SCRATCH,
                                  Decision.allow("workspace", "It is the work."),
                                  Optional.of(Scenario.version("new\n")),
                                  Optional.empty(),
                                  Optional.empty())
                              : path));
        },
        "protected-paths:DISPOSITION_DIFFERS");
  }
}
