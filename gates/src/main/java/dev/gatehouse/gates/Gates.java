package dev.gatehouse.gates;

import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.policy.Profile;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Computes the verdict on a run from its evidence alone (promises A6, F8). */
public final class Gates {
  /** Version of the gates' rules; the same version gives the same report. */
  public static final String VERSION = "1";

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
   * read. Pure: no clock, no network, nothing but the evidence.
   */
  public static GateReport evaluate(RunEvidence evidence) {
    RunFacts facts = new RunFacts(evidence);
    Set<String> named = new TreeSet<>(facts.profile().found().map(Profile::gates).orElse(names()));
    named.addAll(ALWAYS);
    List<GateResult> results =
        ALL.stream()
            .filter(gate -> named.contains(gate.name()))
            .map(gate -> judge(gate, facts))
            .toList();
    return GateReport.of(
        new GateReport.Inputs(
            evidence.run().runId(),
            evidence.evidenceRoot(),
            evidence.policySha256(),
            VERSION,
            facts.effectiveTime()),
        results);
  }

  private static GateResult judge(Gate gate, RunFacts facts) {
    GateLog log = new GateLog(gate.name());
    gate.judge(facts, log);
    return log.result();
  }
}
