package dev.gatehouse.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.cli.fake.FakeGateway;
import dev.gatehouse.cli.fake.FakeResult;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteCommandsTests {
  @TempDir Path directory;
  private FakeGateway gateway;
  private RunClient worker;

  @BeforeEach
  void start() throws IOException {
    gateway =
        new FakeGateway(
            directory, "PASSED", Map.of(), _ -> FakeResult.writing("Makefile", "all:\n"));
    var client = new GatehouseClient(URI.create(gateway.url()), "t");
    var task = new RunRequest.Task("t", "t");
    worker = client.inside(client.openRun(new RunRequest("a", "main", task, "default")));
    worker.run(CommandRequest.shell("x"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Captured ask(String... words) {
    return Captured.run(
        List.of(words), "--server", gateway.url(), "--token-file", gateway.tokenFile().toString());
  }

  private String proposal() {
    return new GatehouseClient(URI.create(gateway.url()), "t").approval("ap-1").proposalSha256();
  }

  @Test
  void listsRunsForPeopleAndAsJson() {
    assertThat(ask("runs").out()).contains("RUN").contains("r-1").contains("OPEN");
    assertThat(ask("runs", "--json").out()).startsWith("[").contains("\"runId\" : \"r-1\"");
    assertThat(ask("show", "r-1").out()).contains("base commit").contains("c0");
  }

  @Test
  void asksForRunsByEveryConditionThatIsGiven() {
    assertThat(
            ask(
                    "runs",
                    "--state",
                    "SEALED",
                    "--repository",
                    "a",
                    "--task",
                    "t",
                    "--agent",
                    "g",
                    "--verdict",
                    "PASSED",
                    "--from",
                    "2026-01-01T00:00:00Z",
                    "--until",
                    "2026-01-02T00:00:00Z",
                    "--after",
                    "r-9",
                    "--limit",
                    "7")
                .exitCode())
        .isZero();
    assertThat(gateway.queries)
        .contains(
            "limit=7&state=SEALED&repository=a&task=t&agent=g&verdict=PASSED"
                + "&from=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z&after=r-9");
  }

  @Test
  void showsEachEventOnALineOfItsOwn() {
    assertThat(ask("events", "r-1").out().lines())
        .anyMatch(line -> line.contains("approval.requested"))
        .anyMatch(line -> line.contains("call.outcome"));
  }

  @Test
  void approvesExactlyTheProposalThatIsNamed() {
    Captured run = ask("approve", "ap-1", "--proposal", proposal());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Makefile").contains("+new").contains("ap-1 is COMMITTED");
  }

  @Test
  void decidesNothingWhereAnotherProposalIsNamed() {
    Captured run = ask("approve", "ap-1", "--proposal", "0".repeat(64));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("PROPOSAL_MISMATCH");
    assertThat(gateway.requests).doesNotContain("POST /v1/approvals/ap-1/decision");
  }

  @Test
  void deniesWhatWasShown() {
    Captured run = ask("deny", "ap-1", "--yes", "--comment", "not now");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("ap-1 is DENIED");
  }

  @Test
  void mergesNothingThatIsNotSealed() {
    Captured run = ask("merge", "r-1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("RUN_NOT_SEALED");
  }

  @Test
  void showsWhatTheVerdictRestsOnBeforeItMerges() {
    worker.submit();
    String shown = ask("show", "r-1").out();
    assertThat(
            shown.lines().filter(line -> line.startsWith("  TEST_") || line.startsWith("  STEP_")))
        .containsExactly(
            "  TEST_FILE_CHANGED  test_fare.py: a file with tests has changed",
            "  STEP_UNLISTED  data/verifier_report.json: no runner lists the tests");
    assertThat(shown).contains("and 1 more");

    Captured merged = ask("merge", "r-1", "--yes");

    assertThat(merged.err())
        .contains("TEST_FILE_CHANGED  test_fare.py", "STEP_UNLISTED", "and 1 more");
    assertThat(merged.out()).startsWith("merged into the new branch");
  }

  @Test
  void mergesOntoTheTipOfTheTargetThatIsNamed() {
    worker.submit();
    Captured merged = ask("merge", "r-1", "--target", "release", "--yes");
    assertThat(merged.err()).contains("target  release at c9");
    assertThat(merged.out()).contains("meant for release at c9");
  }

  @Test
  void mergesNothingOntoATargetThatTheOriginDoesNotHave() {
    worker.submit();
    Captured merged = ask("merge", "r-1", "--target", "gone", "--yes");
    assertThat(merged.exitCode()).isEqualTo(2);
    assertThat(merged.err()).contains("BRANCH_UNKNOWN").doesNotContain("target  gone");
    assertThat(gateway.requests).doesNotContain("POST /v1/runs/r-1/merge");
  }

  @Test
  void printsAnAgentsTokenAloneSoThatAFileCanTakeIt() {
    assertThat(ask("agents", "add", "me", "--repository", "a").out()).isEqualTo("gha_test\n");
  }

  @Test
  void namesARepositoryAfterItsDirectory() {
    assertThat(ask("repositories", "add", "/srv/my.project").out()).startsWith("my-project is");
    assertThat(ask("repositories").out()).contains("/srv/my.project");
  }

  @Test
  void exitsWithOneWhereAFindingStands() {
    Captured run = ask("reconcile");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("ROW_DIFFERS").contains("findings: 1");
  }

  @Test
  void passesOnARefusalOfTheGateway() {
    Captured run = ask("approve", "ap-9", "--yes");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("APPROVAL_UNKNOWN").contains("next: do something else");
  }

  @Test
  void showsEveryPartOfADiff() {
    assertThat(ask("approve", "ap-1", "--yes").out()).contains("+new\n  +second part\n");
  }

  @Test
  void writesAContentToANewFileAndNeverOverOne() throws IOException {
    Path file = directory.resolve("after");
    Captured run = ask("approval-content", "ap-1", "--after", "-o", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(file).hasContent("all:\n");
    Path kept = Files.writeString(directory.resolve("kept"), "mine");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("none"));
    for (Path there : List.of(kept, link)) {
      Captured again = ask("approval-content", "ap-1", "--after", "-o", there.toString());
      assertThat(again.exitCode()).isEqualTo(2);
      assertThat(again.err()).startsWith("FILE_UNWRITABLE");
    }
    assertThat(kept).hasContent("mine");
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void givesAContentToAnotherProgramAsItIs() {
    assertThat(ask("approval-content", "ap-1", "--after").out()).isEqualTo("all:\n");
  }

  @Test
  void givesATerminalNoContent() {
    String token = gateway.tokenFile().toString();
    Path file = directory.resolve("after");
    String[] words = {"approval-content", "ap-1", "--after", "--server", gateway.url()};
    Captured run =
        Captured.onATerminal(
            Stream.concat(Stream.of(words), Stream.of("--token-file", token))
                .toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("OUTPUT_IS_TERMINAL").contains("-o FILE");
    Captured named =
        Captured.onATerminal(
            Stream.concat(Stream.of(words), Stream.of("--token-file", token, "-o", file.toString()))
                .toArray(String[]::new));
    assertThat(named.exitCode()).isZero();
    assertThat(file).hasContent("all:\n");
  }

  @Test
  void saysHowManyProposalsWait() {
    assertThat(ask("show", "r-1").out()).contains("  1 proposal waits: gatehouse approvals");
    worker.run(CommandRequest.shell("x"));
    assertThat(ask("show", "r-1").out()).contains("  2 proposals wait: gatehouse approvals");
    assertThat(ask("approve", "ap-1", "--yes").exitCode()).isZero();
    assertThat(ask("approve", "ap-2", "--yes").exitCode()).isZero();
    assertThat(ask("show", "r-1").out()).doesNotContain("proposal");
  }

  @Test
  void givesNoContentThatIsNotWhatItsDigestSays() {
    gateway.forged = true;
    Captured run = ask("approval-content", "ap-1", "--after");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("CONTENT_MISMATCH");
  }

  @Test
  void saysWhichContentThereIsNot() {
    Captured run = ask("approval-content", "ap-1", "--before");
    assertThat(run.err()).startsWith("CONTENT_ABSENT: the file is new");
    assertThat(ask("approval-content", "ap-1").exitCode()).isEqualTo(64);
  }

  @Test
  void explainsAProfileThatOnlyTheGatewayKnows() {
    Captured run = ask("policy", "explain", "mine", "Makefile");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("HOLD");
  }

  @Test
  void listsProfilesWithinEightyColumns() {
    assertThat(ask("profiles").out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(ask("profiles").out()).contains("default");
  }
}
