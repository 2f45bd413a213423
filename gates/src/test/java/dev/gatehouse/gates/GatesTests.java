package dev.gatehouse.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.Profile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatesTests {
  @TempDir Path staging;

  @Test
  void anHonestRunPasses() {
    GateReport report = Scenario.whole().judge(staging);

    assertThat(Findings.errors(report)).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.results())
        .extracting(GateResult::gate)
        .containsExactlyElementsOf(Profile.GATES);
    assertThat(report.results()).allSatisfy(result -> assertThat(result.notes()).isNotEmpty());
  }

  @Test
  void everyGateThatAProfileCanNameExists() {
    assertThat(Gates.names()).containsExactlyElementsOf(Profile.GATES);
  }
}
