package dev.gatehouse.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.folder.Reseal;
import dev.gatehouse.evidence.folder.RunTerms;
import dev.gatehouse.evidence.folder.SampleRun;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.JudgeKey;
import dev.gatehouse.evidence.report.JudgedStep;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How steps were judged is told in format 2 alone, in one form; for both checkers. */
@Requires(Requirement.TIME)
class JudgedReportTests extends CheckedFolders {
  private static final String THERE = Digest.of(SampleRun.OUTPUT).hex();
  private static final String KEY = "5e".repeat(32);

  @Test
  void formatTwoTellsHowStepsWereJudged() throws Exception {
    checks.find(rewritten(sealed(FormatVersion.TWO), report().toJson().canonicalText()));
  }

  @Test
  void formatOneTellsNothingOfIt() throws Exception {
    Path folder = sealed(FormatVersion.ONE);
    checks.find(rewritten(folder, report().unjudged().toJson().canonicalText()));
    String base = "\"base\":{\"reportSha256\":\"" + THERE + "\"},";
    String whole = report().toJson().canonicalText();
    assertThat(whole).contains(base);

    checks.find(rewritten(folder, whole), "REPORT_MALFORMED");
    checks.find(rewritten(folder, whole.replace(base, "")), "REPORT_MALFORMED");
    checks.find(
        rewritten(
            folder,
            report()
                .unjudged()
                .toJson()
                .canonicalText()
                .replace("{\"control\"", "{" + base + "\"control\"")),
        "REPORT_MALFORMED");
  }

  @Test
  void whatWasSaidIsThere() throws Exception {
    String other = Digest.of(new byte[] {1}).hex();
    String whole = report().toJson().canonicalText();
    Path folder = sealed(FormatVersion.TWO);

    checks.find(
        rewritten(
            folder, whole.replace("{\"reportSha256\":\"" + THERE, "{\"reportSha256\":\"" + other)),
        "CONTENT_MISSING");
    checks.find(
        rewritten(
            folder,
            whole.replace(
                KEY + "\",\"reportSha256\":\"" + THERE, KEY + "\",\"reportSha256\":\"" + other)),
        "CONTENT_MISSING");
  }

  @Test
  void aJudgeHasItsMembersOfTheirTypes() throws Exception {
    String whole = report().toJson().canonicalText();
    Path folder = sealed(FormatVersion.TWO);
    for (String[] edit :
        new String[][] {
          {"\"base\":{", "\"base\":{\"extra\":1,"},
          {"\"base\":{\"reportSha256\":\"" + THERE, "\"base\":{\"reportSha256\":\"0"},
          {"\"environment\":{\"A\":\"b\"}", "\"environment\":{\"A\":1}"},
          {"\"environment\":{\"A\":\"b\"},", ""},
          {"\"environment\":{\"A\":\"b\"}", "\"environment\":[]"},
          {KEY, KEY.substring(1)},
          {KEY + "\",\"reportSha256\":\"" + THERE, KEY + "\",\"reportSha256\":\"0"},
          {"\"key\":", "\"extra\":1,\"key\":"}
        }) {
      assertThat(whole).contains(edit[0]);

      checks.find(rewritten(folder, whole.replace(edit[0], edit[1])), "REPORT_MALFORMED");
    }
  }

  private static VerifierReport report() {
    StepOutput output = new StepOutput(THERE, SampleRun.OUTPUT.length, THERE, false);
    VerifiedStep step =
        new VerifiedStep(
            "tests",
            List.of("pytest"),
            "EXITED",
            0,
            true,
            1,
            output,
            output,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new JudgedStep(new JudgeKey(KEY), Map.of("A", "b"), THERE)),
            Json.object().build());
    return new VerifierReport(
        SampleRun.RESULT.gitTree(),
        SampleRun.RESULT.gitTree(),
        List.of(),
        Optional.of(THERE),
        List.of(step));
  }

  private Path sealed(FormatVersion format) {
    OpenFolder open =
        OpenFolder.create(staging, SampleRun.record(format, RUN_ID), RunTerms.of(SampleRun.POLICY));
    return SampleRun.seal(SampleRun.fill(open), SampleRun.DIFF, runs, KEYS).path();
  }

  private static Path rewritten(Path folder, String report) throws IOException {
    Files.writeString(folder.resolve(FolderNames.VERIFIER_REPORT), report);
    new Reseal(folder, KEYS).seal(RUN_ID, same -> same);
    return folder;
  }
}
