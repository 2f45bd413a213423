package dev.gatehouse.gates.change;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.gates.decision.RecordedQuestions;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import java.util.Optional;

/**
 * Every path was decided as the policy decides it, and what it protects changed only by an
 * operator's approval of exactly that content (promises A2, F2).
 */
public final class ProtectedPathsGate implements Gate {
  @Override
  public String name() {
    return "protected-paths";
  }

  @Override
  public void judge(RunHistory facts, FindingCollector log) {
    Optional<Tree> base = facts.base();
    if (base.isEmpty()) {
      log.file(
          FindingCode.TREE_MISSING, "data/tree.json", "without it no path can be decided again");
    }
    if (facts.policy().isEmpty()) {
      log.file(
          FindingCode.POLICY_UNREADABLE,
          "data/policy/snapshot.json",
          "without it no path can be decided again");
    }
    if (base.isPresent() && facts.policy().isPresent()) {
      PathDecisions decisions = new PathDecisions(facts, facts.policy().get(), base.get(), log);
      decisions.calls();
      for (JournaledEvent<Event.CallEnded> ended : facts.outcomes().values()) {
        JournaledEvent<Event.CallIntended> intent = facts.intents().get(ended.event().callId());
        if (intent != null) {
          decisions.outcomes(intent.event(), ended);
        }
      }
      new Approvals(facts, facts.policy().get(), base.get(), log).check();
    }
    log.note(
        "%s approvals asked for, %s protected changes committed"
            .formatted(facts.approvals().size(), facts.approved().size()));
  }

  /** Decides every recorded path again. */
  private record PathDecisions(RunHistory facts, Policy policy, Tree base, FindingCollector log) {

    void calls() {
      int notKept = 0;
      for (JournaledEvent<Event> placed : facts.events()) {
        if (placed.event() instanceof Event.CallIntended call
            && RecordedQuestions.PATH_OPS.contains(call.op())) {
          request(placed.line(), call.op(), call.request())
              .ifPresent(request -> call(placed.line(), call.op(), request, call.decision()));
        }
        if (placed.event() instanceof Event.CallRefused refused
            && RecordedQuestions.POLICY_CODES.contains(refused.code())
            && RecordedQuestions.PATH_OPS.contains(refused.op())
            && refused.decision().isPresent()) {
          if (refused.request() instanceof CallRequest.Reference reference && !reference.kept()) {
            notKept++;
          }
          request(placed.line(), refused.op(), refused.request())
              .filter(request -> request.has("path"))
              .ifPresent(
                  request -> call(placed.line(), refused.op(), request, refused.decision().get()));
        }
      }
      if (notKept > 0) {
        log.note("%s refused requests were not kept and are not decided again".formatted(notKept));
      }
    }

    private Optional<Json.Obj> request(long line, String op, CallRequest request) {
      try {
        return facts.request(request);
      } catch (JsonFormatException e) {
        log.line(FindingCode.EVIDENCE_MALFORMED, line, "%s: %s".formatted(op, e.getMessage()));
        return Optional.empty();
      }
    }

    private void call(long line, String op, Json.Obj request, Decision recorded) {
      try {
        Optional<Decision> expected =
            RecordedQuestions.ofPath(op, request, base)
                .map(question -> question.decide(policy).decision());
        if (expected.isPresent() && !expected.get().equals(recorded)) {
          log.line(
              FindingCode.DECISION_DIFFERS,
              line,
              "%s is recorded as %s by %s; the policy says %s by %s"
                  .formatted(
                      op,
                      recorded.outcome(),
                      recorded.rule(),
                      expected.get().outcome(),
                      expected.get().rule()));
        }
      } catch (JsonFormatException e) {
        log.line(FindingCode.EVIDENCE_MALFORMED, line, "%s: %s".formatted(op, e.getMessage()));
      }
    }

    void outcomes(Event.CallIntended intent, JournaledEvent<Event.CallEnded> ended) {
      ChangeOrigin via = RecordedQuestions.origin(intent.op());
      for (PathOutcome outcome : ended.event().paths()) {
        outcome(ended.line(), outcome, via);
      }
    }

    private void outcome(long line, PathOutcome outcome, ChangeOrigin via) {
      Decision recorded = outcome.decision();
      if (RecordedQuestions.isDroppedByGateway(outcome)) {
        return;
      }
      Optional<WorkspacePath> path = outcome.path().toWorkspacePath();
      if (path.isEmpty()) {
        log.line(
            FindingCode.DISPOSITION_DIFFERS,
            line,
            "%s was not dropped".formatted(outcome.path().display()));
        return;
      }
      PathDecision expected = RecordedQuestions.change(path.get(), base, via).decide(policy);
      if (!expected.decision().equals(recorded)) {
        log.line(
            FindingCode.DECISION_DIFFERS,
            line,
            "%s is recorded as %s by %s; the policy says %s by %s"
                .formatted(
                    path.get(),
                    recorded.outcome(),
                    recorded.rule(),
                    expected.decision().outcome(),
                    expected.decision().rule()));
      }
      if (!fits(outcome, expected)) {
        log.line(
            FindingCode.DISPOSITION_DIFFERS,
            line,
            "%s was %s; the policy says %s into %s"
                .formatted(
                    path.get(),
                    outcome.disposition(),
                    expected.decision().outcome(),
                    expected.zone()));
      }
    }

    /** Directories, and what never was in the tree, are scratch wherever they may be made. */
    private static boolean fits(PathOutcome outcome, PathDecision expected) {
      boolean inTree = outcome.before().isPresent() || outcome.after().isPresent();
      return switch (outcome.disposition()) {
        case COMMITTED ->
            expected.decision().outcome() == Outcome.ALLOW && expected.zone() == Destination.RESULT;
        case SCRATCH ->
            inTree
                ? expected.decision().outcome() == Outcome.ALLOW
                    && expected.zone() == Destination.SCRATCH
                : expected.decision().outcome() != Outcome.DENY;
        case HELD ->
            expected.decision().outcome() == Outcome.HOLD && outcome.approvalId().isPresent();
        case DROPPED -> expected.decision().outcome() == Outcome.DENY;
      };
    }
  }
}
