package dev.gatehouse.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.evidence.EvidenceErrorCode;
import dev.gatehouse.evidence.check.CheckCode;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.policy.error.PolicyErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTests {
  @Test
  void saysOfAFindingOfAGateWhatItMeansAndWhatToDoNext() {
    Captured run = new Captured("explain", "TEST_VANISHED");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("TEST_VANISHED  INTERFACES.md\n  gate: verification\n  consequence: RETRY\n")
        .containsPattern(
            "  meaning: a test of the base is not there any more\n  next: put it back");
  }

  @Test
  void saysOfAnErrorWhatItsStatusIs() {
    assertThat(new Captured("explain", "policy_denied").out())
        .startsWith("POLICY_DENIED  INTERFACES.md\n  status: 403\n  meaning: ");
  }

  @Test
  void saysOfARefusalOfTheProgramItselfWhatToDoNext() {
    assertThat(new Captured("explain", "LINE_TOO_LONG").out())
        .isEqualTo(
            """
            LINE_TOO_LONG  INTERFACES.md
              meaning: a line has more than 1 MiB
              next: shorten it, or leave it out
            """);
  }

  @Test
  void showsEveryTableThatHasTheCode() {
    assertThat(new Captured("explain", "CONTENT_MISSING").out().lines())
        .contains("CONTENT_MISSING  INTERFACES.md", "CONTENT_MISSING  docs/run-folder.md");
    JsonNode json =
        new JsonMapper().readTree(new Captured("explain", "CONTENT_MISSING", "--json").out());
    assertThat(json.path("code").asString("")).isEqualTo("CONTENT_MISSING");
    assertThat(json.path("entries").size()).isEqualTo(2);
  }

  static Stream<Enum<?>> codes() {
    return Stream.<Enum<?>[]>of(
            FindingCode.values(),
            CheckCode.values(),
            PolicyErrorCode.values(),
            EvidenceErrorCode.values())
        .flatMap(Stream::of);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasEveryCode(Enum<?> code) {
    assertThat(CodeTables.on(code.name())).isNotEmpty();
  }

  @Test
  void doesNotGuessACode() {
    Captured run = new Captured("explain", "TEST_VANISH\u001b");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("CODE_UNKNOWN: no table of codes has TEST_VANISH\\x1b");
    assertThat(new Captured("explain").exitCode()).isEqualTo(64);
  }
}
