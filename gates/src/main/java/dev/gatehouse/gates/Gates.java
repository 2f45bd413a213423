package dev.gatehouse.gates;

import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.gates.change.MediatedChangesGate;
import dev.gatehouse.gates.change.ProtectedPathsGate;
import dev.gatehouse.gates.command.CommandsGate;
import dev.gatehouse.gates.command.IsolationGate;
import dev.gatehouse.gates.folder.EvidenceCompleteGate;
import dev.gatehouse.gates.folder.PolicyPinnedGate;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.gates.report.GateResult;
import dev.gatehouse.gates.verification.VerificationGate;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Computes the verdict on a run from its evidence alone (promises A6, F8). */
public final class Gates {
  /**
   * Versions of the gates' rules: 2 names missing programs (PROGRAM_MISSING). A report has the
   * first version that gives it.
   */
  private static final String FIRST = "1";

  private static final String SECOND = "2";

  /** Evaluated whatever a profile says: without them no other gate means anything. */
  private static final Set<String> ALWAYS = Set.of("evidence-complete", "policy-pinned");

  private static final List<Gate> ALL =
      List.of(
          new CommandsGate(),
          new EvidenceCompleteGate(),
          new IsolationGate(),
          new MediatedChangesGate(),
          new PolicyPinnedGate(),
          new ProtectedPathsGate(),
          new VerificationGate());

  private Gates() {}

  /** The names of all gates, sorted. */
  public static List<String> names() {
    return ALL.stream().map(Gate::name).sorted().toList();
  }

  /**
   * Evaluates the gates that the run's own policy names; all of them where the policy cannot be
   * read. Pure: no clock, no network, nothing but the evidence. Where the folder has a report of a
   * former version of the rules, they are those of that version.
   */
  public static GateReport evaluate(RunEvidence evidence) {
    RunHistory facts = new RunHistory(evidence);
    Set<String> named = new TreeSet<>(facts.profile().found().map(Profile::gates).orElse(names()));
    named.addAll(ALWAYS);
    List<GateResult> results =
        ALL.stream()
            .filter(gate -> named.contains(gate.name()))
            .map(gate -> judge(gate, facts))
            .map(result -> former(evidence) ? result.without(FindingCode.PROGRAM_MISSING) : result)
            .toList();
    boolean second =
        results.stream()
            .flatMap(result -> result.findings().stream())
            .anyMatch(finding -> finding.code() == FindingCode.PROGRAM_MISSING);
    return GateReport.of(
        new GateReport.Inputs(
            evidence.run().runId(),
            evidence.evidenceRoot(),
            evidence.policySha256(),
            second ? SECOND : FIRST,
            facts.effectiveTime()),
        results);
  }

  /** Whether the folder's report was computed without what version 2 finds. */
  private static boolean former(RunEvidence evidence) {
    try {
      return evidence
          .gateReport()
          .map(StrictJson::read)
          .map(report -> report.object("inputs").string("gatesVersion").equals(FIRST))
          .orElse(false);
    } catch (JsonFormatException e) {
      return false;
    }
  }

  private static GateResult judge(Gate gate, RunHistory facts) {
    FindingCollector log = new FindingCollector(gate.name());
    gate.judge(facts, log);
    return log.result();
  }
}
