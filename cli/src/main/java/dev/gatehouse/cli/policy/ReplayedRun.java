package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.decision.RecordedDecision;
import dev.gatehouse.gates.decision.RunDecisions;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;

/**
 * The decisions of a run, made again under another profile.
 *
 * @param run what was recorded
 * @param calls each decision and what it would be, in the journal's order
 * @param closed whether the closure of the profile over the run's base could be computed; if not,
 *     the one of the run was taken
 */
public record ReplayedRun(RunDecisions run, List<Replayed> calls, boolean closed) {
  public ReplayedRun {
    calls = List.copyOf(calls);
  }

  /**
   * A decision and what it would be.
   *
   * @param recorded what was asked and decided
   * @param from what was decided
   * @param to what the other profile decides
   */
  public record Replayed(RecordedDecision recorded, Ruling from, Ruling to) {
    /** Whether another thing would have happened. */
    public boolean differs() {
      return !from.agrees(to);
    }

    /** {@code {"line", "callId", "op", …question…, "from", "to"}}. */
    Json.Obj toJson() {
      return Subject.putInto(Json.object(), recorded.question())
          .put("line", recorded.line())
          .put("callId", recorded.callId())
          .put("op", recorded.op())
          .put("from", from.toJson())
          .put("to", to.toJson())
          .build();
    }
  }

  /** Decides everything again under a profile, with its closure over the run's base. */
  public static ReplayedRun of(RunDecisions run, Profile profile) {
    RunDecisions.ReplayPolicy other = run.under(profile);
    return new ReplayedRun(run, calls(run, other.policy()), other.closed());
  }

  /** Every decision of the run, and what a policy decides. */
  static List<Replayed> calls(RunDecisions run, Policy other) {
    return run.decisions().stream()
        .map(
            each -> new Replayed(each, recorded(each, run.policy()), Ruling.of(each.decide(other))))
        .toList();
  }

  /** As it is recorded; where an allowed change went the run's own policy says. */
  private static Ruling recorded(RecordedDecision each, Policy own) {
    PathDecision again = each.decide(own);
    boolean scratch =
        each.decision().outcome() == Decision.Outcome.ALLOW && again.zone() == Destination.SCRATCH;
    return new Ruling(each.decision(), scratch);
  }

  /** What would have been decided otherwise. */
  public List<Replayed> differences() {
    return calls.stream().filter(Replayed::differs).toList();
  }

  /**
   * {@code {"folder", "runId", "profile", "closed", "decisions", "different", "calls",
   * "undecided"}}.
   *
   * @param all whether {@code calls} has what does not differ too
   */
  public Json.Obj toJson(String folder, boolean all) {
    List<Replayed> differences = differences();
    return Json.object()
        .put("folder", folder)
        .put("runId", run.run().runId())
        .put("profile", run.run().profile())
        .put("closed", closed)
        .put("decisions", calls.size())
        .put("different", differences.size())
        .put(
            "calls",
            new Json.Arr((all ? calls : differences).stream().<Json>map(Replayed::toJson).toList()))
        .put(
            "undecided",
            new Json.Arr(
                run.undecided().stream()
                    .<Json>map(each ->
                        Json.object()
                            .put("line", each.line())
                            .put("op", each.op())
                            .put("reason", each.reason())
                            .build())
                    .toList()))
        .build();
  }
}
