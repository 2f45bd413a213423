package dev.gatehouse.gates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.gates.GoldenCases.Golden;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCode.Consequence;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.gates.report.Routing;
import dev.gatehouse.gates.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every report, byte for byte; what a machine may bless is less than what a person expects. */
class GoldenTests {
  private static final Path DIRECTORY = Path.of("src/test/golden");
  private static final String SUFFIX = ".gate_report.json";
  private static final String BLESS =
      "mvn -pl gates -am test -Dtest=GoldenTests -Dsurefire.failIfNoSpecifiedTests=false -Dbless=true";

  @TempDir Path staging;

  static List<Golden> cases() {
    return GoldenCases.all();
  }

  /** Every run in every format that can tell it. */
  static Stream<Arguments> folders() {
    return Arrays.stream(FormatVersion.values())
        .flatMap(format -> of(format).map(golden -> Arguments.of(format, golden)));
  }

  private static Stream<Golden> of(FormatVersion format) {
    return cases().stream().filter(golden -> format.includes(golden.since()));
  }

  private static Path directory(FormatVersion format) {
    return DIRECTORY.resolve("format-" + format.text());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void isJudgedAsExpected(FormatVersion format, Golden golden) throws IOException {
    GateReport report = golden.scenario().get().judge(staging, format);

    assertThat(codes(golden, report)).isEqualTo(golden.codes());
    assertThat(Routing.route(report, 1, 3)).isEqualTo(golden.route());
    Verdict verdict = golden.route() == Route.READY_TO_MERGE ? Verdict.PASSED : Verdict.FAILED;
    assertThat(report.verdict()).isEqualTo(verdict);
    compare(directory(format).resolve(golden.name() + SUFFIX), report);
  }

  /** What a report of any format may say; that a file with tests changed is news of format 2. */
  private static Set<String> codes(Golden golden, GateReport report) {
    boolean tellsOfJudges = golden.since() == FormatVersion.TWO;
    return Findings.codes(report).stream()
        .filter(code -> tellsOfJudges || !code.equals("verification:TEST_FILE_CHANGED"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theLastAttemptIsNotRetried() {
    Golden retried =
        cases().stream().filter(golden -> golden.route() == Route.RETRY).findFirst().orElseThrow();
    GateReport report = retried.scenario().get().judge(staging);

    assertThat(Routing.route(report, 2, 3)).isEqualTo(Route.RETRY);
    assertThat(Routing.route(report, 3, 3)).isEqualTo(Route.FAILED);
  }

  @Test
  void everyCodeIsFoundInSomeCase() {
    Set<String> found =
        cases().stream()
            .flatMap(golden -> golden.codes().stream())
            .map(code -> code.substring(code.indexOf(':') + 1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found)
        .containsExactlyElementsOf(
            Arrays.stream(FindingCode.values()).map(FindingCode::name).sorted().toList());
    assertThat(cases()).extracting(Golden::route).contains(Route.values());
    assertThat(cases()).extracting(Golden::name).doesNotHaveDuplicates();
  }

  @Test
  void everyFindingThatFailsSaysSoInItsMessage() {
    for (FindingCode code : FindingCode.values()) {
      assertThat(code.consequence()).isNotNull();
    }
    assertThat(Arrays.stream(FindingCode.values()).filter(c -> c.consequence() == Consequence.NONE))
        .containsExactlyInAnyOrder(
            FindingCode.NETWORK_ATTEMPTED,
            FindingCode.OPTIONAL_STEP_FAILED,
            FindingCode.CONTROL_TAKEN_BACK,
            FindingCode.STEP_UNLISTED,
            FindingCode.TEST_CHANGE_APPROVED,
            FindingCode.TEST_FILE_CHANGED,
            FindingCode.SAFE_PATH_LEFT_OUT,
            FindingCode.CONTROL_LINK_LEFT_OUT);
  }

  @ParameterizedTest
  @EnumSource
  void noReportIsLeftOver(FormatVersion format) throws IOException {
    try (Stream<Path> files = Files.list(directory(format))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              of(format).map(golden -> golden.name() + SUFFIX).toList());
    }
  }

  private static void compare(Path file, GateReport report) throws IOException {
    String text = new String(report.canonical(), UTF_8);
    if (Boolean.getBoolean("bless")) {
      assertThat(System.getenv("CI")).as("reports are not blessed under CI").isNull();
      Files.writeString(file, text);
    }
    assertThat(file).as("a new case; bless it by: %s", BLESS).exists();
    assertThat(text).as("if this is what you want: %s", BLESS).isEqualTo(Files.readString(file));
  }
}
