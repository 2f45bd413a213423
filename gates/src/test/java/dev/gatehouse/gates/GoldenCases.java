package dev.gatehouse.gates;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.gates.report.Route;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs, honest and forged, each with the findings that a person expects of it. The reports beside
 * them can be written anew by a machine; these expectations cannot.
 */
final class GoldenCases {
  private GoldenCases() {}

  /**
   * One run.
   *
   * @param name names its report
   * @param since the first version of the format that can say it
   * @param codes all findings, as {@code gate:CODE}
   * @param route where the first of three attempts goes
   * @param scenario its evidence
   */
  record Golden(
      String name,
      FormatVersion since,
      Set<String> codes,
      Route route,
      Supplier<Scenario> scenario) {}

  static List<Golden> all() {
    return Stream.of(
            new HonestCases(),
            new JournalCases(),
            new FileCases(),
            new PolicyCases(),
            new ChangeCases(),
            new DecisionCases(),
            new ApprovalCases(),
            new CommandCases(),
            new IsolationCases(),
            new VerificationCases(),
            new JudgeCases(),
            new ProgramCases(),
            new FormatTwoCases(),
            new ClosureCases())
        .flatMap(list -> list.cases().stream())
        .toList();
  }
}
