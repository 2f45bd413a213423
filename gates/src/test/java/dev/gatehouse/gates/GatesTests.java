package dev.gatehouse.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.folder.MissingEvidenceException;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.gates.GoldenCases.Golden;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.gates.report.GateResult;
import dev.gatehouse.gates.report.Route;
import dev.gatehouse.gates.report.Routing;
import dev.gatehouse.gates.report.Verdict;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Requires(Requirement.TIME)
class GatesTests {
  @TempDir Path staging;

  @Test
  void anHonestRunPassesAndSaysWhatWasLookedAt() {
    GateReport report = Scenario.whole().judge(staging);

    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.results())
        .extracting(GateResult::gate)
        .containsExactlyElementsOf(Profile.GATES);
    assertThat(report.results()).allSatisfy(result -> assertThat(result.notes()).isNotEmpty());
    assertThat(report.results())
        .flatExtracting(GateResult::notes)
        .contains("2 commands: 1 by rule, 1 contained; 0 refused");
  }

  @Test
  void aNewNameThatCouldBeTakenForAnotherIsFoundInFormat2AndStandsInFormat1() throws IOException {
    for (String path : List.of("aux.c", "notes:1", "x\u034f.py", "ABCDEF~1", "end.")) {
      assertThat(judged(path, FormatVersion.ONE)).as(path).isEmpty();
      assertThat(judged(path, FormatVersion.TWO))
          .as(path)
          .containsExactly(
              "protected-paths:DECISION_DIFFERS", "protected-paths:DISPOSITION_DIFFERS");
    }
  }

  private Set<String> judged(String path, FormatVersion format) throws IOException {
    Path folders = Files.createTempDirectory(staging, "folders");
    return Findings.codes(Edits.smuggled(path, Scenario.version("all:\n")).judge(folders, format));
  }

  @Test
  void everyGateThatAProfileCanNameExists() {
    assertThat(Gates.names()).containsExactlyElementsOf(Profile.GATES);
  }

  @Test
  void theEvidenceIsJudgedEvenWhereAProfileNamesOneGate() {
    Scenario run = Scenario.small();
    Profile golden = Scenario.PROFILE;
    run.profile =
        new Profile(
            golden.name(),
            golden.description(),
            golden.syscalls(),
            golden.paths(),
            golden.commands(),
            golden.limits(),
            golden.verification(),
            List.of("verification"));
    run.write("calc.py", "new\n");

    GateReport report = run.verified().end().judge(staging);

    assertThat(report.results())
        .extracting(GateResult::gate)
        .containsExactly("evidence-complete", "policy-pinned", "verification");
  }

  /** A folder that a former version sealed is judged as it was. */
  @Test
  void aReportOfTheFormerRulesStaysAsItIs() throws IOException {
    Scenario run =
        ProgramCases.ended(new CommandRequest.Shell("mvn"), 127, 127, "sh: 1: mvn: not found\n");
    Path folder = run.write(staging);
    GateReport now = Gates.evaluate(RunEvidence.read(folder));
    Path stored = folder.resolve("data/gate_report.json");

    Files.writeString(stored, "{\"inputs\":{\"gatesVersion\":\"1\"}}");
    GateReport former = Gates.evaluate(RunEvidence.read(folder));
    Files.write(stored, now.canonical());
    GateReport again = Gates.evaluate(RunEvidence.read(folder));

    assertThat(now.inputs().gatesVersion()).isEqualTo("2");
    assertThat(Findings.codes(now)).contains("verification:PROGRAM_MISSING");
    assertThat(now.toJson().canonicalText()).contains("the program mvn was not found");
    assertThat(former.inputs().gatesVersion()).isEqualTo("1");
    assertThat(Findings.codes(former))
        .doesNotContain("verification:PROGRAM_MISSING")
        .contains("verification:STEP_FAILED");
    assertThat(again.canonical()).isEqualTo(now.canonical());
  }

  @Test
  void noResultIsNoPass() {
    GateReport judged = Scenario.whole().judge(staging);

    GateReport nothing = GateReport.of(judged.inputs(), List.of());

    assertThat(nothing.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Routing.route(nothing, 1, 3)).isEqualTo(Route.FAILED);
  }

  @Test
  void theSameEvidenceGivesTheSameBytesInAnyLocaleAndZone() {
    RunEvidence evidence = RunEvidence.read(Scenario.whole().write(staging));
    byte[] first = Gates.evaluate(evidence).canonical();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(Gates.evaluate(RunEvidence.read(staging.resolve("run-1"))).canonical())
          .isEqualTo(first);
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(Gates.evaluate(evidence).canonical()).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  /** Refused calls changed nothing, so the run is as good without the line; all else is missed. */
  @Test
  void noEventOfAPassedRunCanBeLeftOut() throws IOException {
    int events = Scenario.whole().events.size();
    for (int i = 0; i < events; i++) {
      Scenario run = Scenario.whole();
      Event removed = run.events.remove(i);
      if (!(removed instanceof Event.CallRefused)) {
        GateReport report = run.judge(Files.createTempDirectory(staging, "run"));
        assertThat(report.verdict()).as("without %s", removed).isEqualTo(Verdict.FAILED);
      }
    }
  }

  @Test
  void removingAFileNeverTurnsAFailureIntoAPass() throws IOException {
    for (Golden golden : GoldenCases.all()) {
      Path folder = golden.scenario().get().write(Files.createTempDirectory(staging, "run"));
      List<Path> files;
      try (Stream<Path> walk = Files.walk(folder)) {
        files = walk.filter(Files::isRegularFile).sorted().toList();
      }
      boolean failed = golden.codes().stream().anyMatch(GatesTests::fails);
      for (Path file : files) {
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        boolean required = !file.toString().contains("/blobs/");
        if (failed || required) {
          assertThat(passes(folder)).as("%s without %s", golden.name(), file).isFalse();
        }
        Files.write(file, content);
      }
    }
  }

  private static boolean fails(String gateAndCode) {
    FindingCode code = FindingCode.valueOf(gateAndCode.substring(gateAndCode.indexOf(':') + 1));
    return code.consequence() != FindingCode.Consequence.NONE;
  }

  private static boolean passes(Path folder) {
    try {
      return Gates.evaluate(RunEvidence.read(folder)).verdict() == Verdict.PASSED;
    } catch (JsonFormatException | MissingEvidenceException e) {
      return false;
    }
  }
}
