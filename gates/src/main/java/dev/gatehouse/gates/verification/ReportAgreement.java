package dev.gatehouse.gates.verification;

import dev.gatehouse.evidence.report.JudgeReport;
import dev.gatehouse.evidence.report.JudgeSession;
import dev.gatehouse.evidence.report.TestResults;

/** Compares the report that a step wrote with the judge's. */
final class ReportAgreement {
  private ReportAgreement() {}

  /**
   * Whether one session of the judge agrees with the step's own report. Failures may be counted
   * differently: both have some, or neither has. Without failures the same number of tests passed.
   */
  static boolean agree(TestResults own, JudgeReport report) {
    return report.sessions().values().stream().anyMatch(session -> agrees(own, session));
  }

  private static boolean agrees(TestResults own, JudgeSession session) {
    long failed =
        session.tests().stream().filter(test -> test.outcome().failed()).count()
            + session.collectors().stream().filter(each -> each.outcome().failed()).count();
    if (failed > 0 || !own.failed().isEmpty()) {
      return failed > 0 && !own.failed().isEmpty();
    }
    long passed = session.tests().stream().filter(test -> test.outcome().passed()).count();
    return own.passed().size() == passed;
  }
}
