package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.api.request.StrictMapper;
import dev.gatehouse.controlplane.api.request.Untrusted;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.runs.outcome.RunEnd;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Cancellation.Role;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.report.ClosingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The members of a run in JSON, and what a sealed folder says of it. */
class RunViewTests {
  private static final Path FOLDERS = Path.of("src/test/golden/format-1");

  private static final SealedRun SEALED = SampleSealedRun.of("r-1", "t-1", "me");

  private static RunView view() {
    return new RunView(
        RunView.Identity.of(SEALED.summary()),
        "SEALED",
        0,
        RunView.Sealed.of(SEALED),
        new RunView.Merge("b", "c"),
        new RunView.SetAside("CODE", "why"),
        null);
  }

  private static JsonNode json(RunView view) {
    return StrictMapper.create().valueToTree(view);
  }

  private static List<String> names(RunView view) {
    return json(view).propertyNames().stream().sorted().toList();
  }

  @Test
  void membersOfTheirPartsStandSideBySide() {
    assertThat(names(view()))
        .containsExactly(
            "agent",
            "baseCommit",
            "endedAt",
            "folder",
            "mergedBranch",
            "mergedCommit",
            "openedAt",
            "profile",
            "repository",
            "resultTree",
            "route",
            "runId",
            "sealSha256",
            "setAside",
            "state",
            "status",
            "taskId",
            "verdict",
            "waitingApprovals");
  }

  @Test
  void partThatIsNotThereHasNoMembers() {
    RunView open =
        new RunView(RunView.Identity.of(SEALED.summary()), "OPEN", 2, null, null, null, null);
    assertThat(names(open))
        .containsExactly(
            "agent",
            "baseCommit",
            "openedAt",
            "profile",
            "repository",
            "runId",
            "state",
            "taskId",
            "waitingApprovals");
  }

  @Test
  void onlyOperatorsSeeWhereTheFolderLiesAndWhyARunIsSetAside() {
    JsonNode shown = json(view().withoutFolder());
    assertThat(shown.has("folder")).isFalse();
    assertThat(shown.path("setAside").has("reason")).isFalse();
    assertThat(shown.path("verdict").asString()).isEqualTo("PASSED");
  }

  @Test
  void longTaskIsCutAndNoCharacterIsHalved() {
    String text = "x".repeat(RunDetails.TASK_CHARACTERS - 1) + "\uD83D\uDE00";
    RunDetails.TaskText task = RunDetails.TaskText.of(SampleSealedRun.record("r-1", "me", text));
    assertThat(task.truncated()).isTrue();
    assertThat(task.untrusted().text()).isEqualTo("x".repeat(RunDetails.TASK_CHARACTERS - 1));
    assertThat(RunDetails.TaskText.of(SampleSealedRun.record("r-1", "me", "do it")).truncated())
        .isFalse();
  }

  @Test
  void everyEndOfARunHasItsWord() {
    Map<RunStatus, RunEnd.Because> words =
        Map.of(
            RunStatus.COMPLETED, RunEnd.Because.SUBMITTED,
            RunStatus.CRASHED, RunEnd.Because.LEASE_EXPIRED,
            RunStatus.CANCELLED, RunEnd.Because.TIME_OVER);
    for (RunStatus status : RunStatus.values()) {
      assertThat(RunEnd.of(status, Optional.empty(), Optional.empty()).because())
          .isEqualTo(words.get(status));
    }
    RunEnd failed =
        RunEnd.of(
            RunStatus.COMPLETED,
            Optional.empty(),
            Optional.of(new ClosingFailure("TOO_LARGE", "/var/x", "diff")));
    assertThat(failed.because()).isEqualTo(RunEnd.Because.CLOSING_FAILED);
    assertThat(failed.sentence()).contains("diff", "TOO_LARGE").doesNotContain("/var/x");
  }

  @Test
  void aCancelledRunSaysWhoCancelledItAlsoWhereItCouldNotBeClosed() {
    Cancellation cancelled = new Cancellation("alice", Role.OPERATOR, "key", "no \u001b[2J use");
    ClosingFailure failure = new ClosingFailure("TOO_LARGE", "/var/x", "diff");
    RunEnd end = RunEnd.of(RunStatus.CANCELLED, Optional.of(cancelled), Optional.empty());
    assertThat(end.because()).isEqualTo(RunEnd.Because.CANCELLED);
    assertThat(end.sentence()).startsWith("An operator cancelled");
    assertThat(end.cancelled())
        .isEqualTo(new RunEnd.Canceller("alice", "OPERATOR", Untrusted.of("no \u001b[2J use")));
    RunEnd failed = RunEnd.of(RunStatus.CANCELLED, Optional.of(cancelled), Optional.of(failure));
    assertThat(failed.because()).isEqualTo(RunEnd.Because.CLOSING_FAILED);
    assertThat(failed.cancelled()).isEqualTo(end.cancelled());
  }

  @Test
  void foldersOfTheFormerFormatAreShownWithTheirDetails() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDERS)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        RunDetails details =
            new SealedDetails(new SealedRun(SealedSummary.read(folder), "", folder), _ -> {})
                .shown(false)
                .orElseThrow();
        assertThat(details.limits()).containsKeys("runSeconds", "commandSeconds", "leaseSeconds");
        assertThat(details.ended()).isNotNull();
        boolean judged = Files.exists(folder.resolve("data/gate_report.json"));
        assertThat(details.findings() != null).isEqualTo(judged);
        assertThat(details.failedSteps() != null).isEqualTo(judged);
      }
    }
  }

  @Test
  void folderThatCannotBeReadIsShownWithoutDetails() {
    assertThat(
            new SealedDetails(new SealedRun(SEALED.summary(), "", FOLDERS.resolve("none")), _ -> {})
                .shown(true))
        .isEmpty();
  }
}
