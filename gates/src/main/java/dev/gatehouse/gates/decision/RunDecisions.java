package dev.gatehouse.gates.decision;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.error.ClosureException;
import dev.gatehouse.policy.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every decision of a run by its policy, to be made again under that policy or another one. */
public final class RunDecisions {
  private static final String SYSCALL_CLOSED = "SYSCALL_CLOSED";

  private final RunHistory facts;
  private final Policy policy;
  private final Optional<Tree> base;
  private final List<RecordedDecision> decisions = new ArrayList<>();
  private final List<Undecided> undecided = new ArrayList<>();

  /**
   * A recorded decision that cannot be made again.
   *
   * @param line the journal line that records it
   * @param op its syscall
   * @param reason one sentence
   */
  public record Undecided(long line, String op, String reason) {}

  /**
   * A policy for the calls of a run.
   *
   * @param policy what decides
   * @param closed whether its closure over the base could be computed; if not, it is the closure
   *     that the run was decided by
   */
  public record ReplayPolicy(Policy policy, boolean closed) {}

  private RunDecisions(RunHistory facts, Policy policy) {
    this.facts = facts;
    this.policy = policy;
    this.base = facts.base().filter(tree -> tree.gitTree().equals(facts.run().baseTree()));
  }

  /**
   * Reads them.
   *
   * @throws JsonFormatException if the policy snapshot is not a profile
   */
  public static RunDecisions of(RunEvidence evidence) {
    RunHistory facts = new RunHistory(evidence);
    Policy policy =
        facts
            .policy()
            .orElseThrow(
                () -> new JsonFormatException("data/policy/snapshot.json is not a profile"));
    RunDecisions run = new RunDecisions(facts, policy);
    facts.events().forEach(run::add);
    return run;
  }

  /** The genesis. */
  public RunRecord run() {
    return facts.run();
  }

  /** The run's own policy. */
  public Policy policy() {
    return policy;
  }

  /** What was decided, in the journal's order. */
  public List<RecordedDecision> decisions() {
    return List.copyOf(decisions);
  }

  /** What cannot be decided again, in the journal's order. */
  public List<Undecided> undecided() {
    return List.copyOf(undecided);
  }

  /**
   * Another profile as it would have decided in this run: with the run's own rules of names, and
   * with its closure over the run's base. A profile without steps has the run's steps, as a derived
   * profile would.
   */
  public ReplayPolicy under(Profile profile) {
    Profile planned =
        profile.verification().steps().isEmpty()
            ? profile.withSteps(profile.name(), policy.profile().verification().steps())
            : profile;
    Optional<ControlClosure> recorded = facts.closure().found().flatMap(found -> found);
    if (recorded.isEmpty() || base.isEmpty()) {
      return new ReplayPolicy(
          new Policy(planned, facts.names(), facts.closureOrNone()), recorded.isEmpty());
    }
    try {
      ControlClosure closure = RecordedClosure.of(facts, planned, base.get(), recorded.get());
      return new ReplayPolicy(new Policy(planned, facts.names(), closure), true);
    } catch (JsonFormatException | ClosureException e) {
      return new ReplayPolicy(new Policy(planned, facts.names(), recorded.get()), false);
    }
  }

  /** A profile with the path rules and the plan of the run's own, and so with its closure. */
  public Policy narrowed(Profile profile) {
    return new Policy(profile, facts.names(), policy.closure());
  }

  private void add(JournaledEvent<Event> placed) {
    switch (placed.event()) {
      case Event.CallIntended call ->
          add(placed.line(), call.callId(), call.op(), call.request(), call.decision());
      case Event.CallRefused call -> {
        if (call.decision().isPresent() && isOfPolicy(call)) {
          add(placed.line(), call.callId(), call.op(), call.request(), call.decision().get());
        }
      }
      case Event.CallEnded call -> add(placed.line(), call);
      case Event.RunBegun _, Event.LeaseTaken _ -> {}
      case Event.CallConfirmed _, Event.CallAborted _ -> {}
      case Event.ApprovalRequested _, Event.ApprovalSettled _ -> {}
      case Event.ScratchLost _, Event.RunSubmitted _, Event.RunEnded _ -> {}
    }
  }

  private static boolean isOfPolicy(Event.CallRefused call) {
    return RecordedQuestions.POLICY_CODES.contains(call.code())
        || call.code().equals(SYSCALL_CLOSED);
  }

  private void add(long line, String callId, String op, CallRequest recorded, Decision decision) {
    try {
      Optional<Json.Obj> request = facts.request(recorded);
      if (request.isEmpty()) {
        undecided.add(new Undecided(line, op, "the refused request was not kept"));
        return;
      }
      question(line, op, request.get())
          .ifPresent(question ->
              decisions.add(new RecordedDecision(line, callId, op, question, decision)));
    } catch (JsonFormatException e) {
      undecided.add(new Undecided(line, op, String.valueOf(e.getMessage())));
    }
  }

  private Optional<Question> question(long line, String op, Json.Obj request) {
    if (op.equals(RecordedQuestions.EXEC)) {
      return Optional.of(
          RecordedQuestions.command(request)
              .<Question>map(command -> command)
              .orElseThrow(() ->
                  new JsonFormatException("the request is no argument array or shell string")));
    }
    if (!RecordedQuestions.PATH_OPS.contains(op)) {
      return Optional.of(new Question.Call(op));
    }
    if (base.isEmpty()) {
      undecided.add(noBase(line, op));
      return Optional.empty();
    }
    return Optional.of(
        RecordedQuestions.ofPath(op, request, base.get()).orElseGet(() -> new Question.Call(op)));
  }

  /** The changes of a command; of a file syscall the call itself is the decision on its path. */
  private void add(long line, Event.CallEnded ended) {
    JournaledEvent<Event.CallIntended> intent = facts.intents().get(ended.callId());
    if (intent == null || !intent.event().op().equals(RecordedQuestions.EXEC)) {
      return;
    }
    for (PathOutcome outcome : ended.paths()) {
      Optional<WorkspacePath> path = outcome.path().toWorkspacePath();
      if (path.isEmpty()) {
        continue;
      }
      if (base.isEmpty()) {
        undecided.add(noBase(line, RecordedQuestions.EXEC));
        continue;
      }
      Question question =
          RecordedQuestions.change(
              path.get(), base.get(), RecordedQuestions.origin(RecordedQuestions.EXEC));
      if (!RecordedQuestions.isDroppedByGateway(outcome)
          || question.decide(policy).decision().equals(outcome.decision())) {
        decisions.add(
            new RecordedDecision(
                line, ended.callId(), RecordedQuestions.EXEC, question, outcome.decision()));
      }
    }
  }

  private static Undecided noBase(long line, String op) {
    return new Undecided(
        line, op, "without a result tree nothing says what the base has of the path");
  }
}
