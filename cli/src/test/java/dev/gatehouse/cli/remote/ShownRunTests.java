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
import java.lang.Character.UnicodeScript;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What show, diff, merge and the tables print. */
class ShownRunTests {
  private static final EnumSet<UnicodeScript> WIDE =
      EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.HIRAGANA);

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
    ask("repositories", "add", "/srv/a", "--name", "a");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Captured ask(String... words) {
    return Captured.run(
        List.of(words), "--server", gateway.url(), "--token-file", gateway.tokenFile().toString());
  }

  @Test
  void showSaysHowLongAnOpenRunHas() {
    assertThat(ask("show", "r-1").out())
        .contains("lease until   2026-01-01T00:15:00Z", "open until    2026-01-01T01:00:00Z")
        .contains("run 3600 s, command 600 s")
        .contains("Mend the fare.", "\\x1b[2J test it.")
        .doesNotContain("\u001b");
  }

  @Test
  void showSaysWhyARunEndedAndWhatFailed() {
    ask("deny", "ap-1", "--yes", "--comment", "not now");
    worker.submit();

    assertThat(ask("show", "r-1").out())
        .contains("SUBMITTED: A worker submitted it.")
        .contains("failed step tests: exit code 1", "end of stdout, 900 bytes", "| 1 failed")
        .contains("12 failed tests", "test_fare::test_it in step tests", "| 7 is not 4")
        .contains("and 11 more")
        .contains("2 changed paths", "CHANGED  +3     -1       fare.py", "ADDED    ?")
        .contains("1 approval", "DENIED  Makefile");
  }

  @Test
  void cancelEndsTheRunAndShowSaysWhoAndWhy() {
    Captured cancelled = ask("cancel", "r", "--reason", "no \u001b[2J use\nat all");
    assertThat(cancelled.exitCode()).isZero();
    assertThat(cancelled.out()).isEqualTo("cancelled r-1, which is SEALED now\n");
    assertThat(gateway.requests).contains("POST /v1/runs/r-1/cancel");

    assertThat(ask("show", "r-1").out())
        .contains("CANCELLED: An operator cancelled the run.", "next          FAILED")
        .contains("cancelled by  operator alice: no \\x1b[2J use")
        .contains("EXPIRED  Makefile by gateway")
        .doesNotContain("\u001b", "WAITING");
    assertThat(ask("runs").out()).contains("CANCELLED");
  }

  @Test
  void cancelNeedsAReasonAndARun() {
    assertThat(ask("cancel", "r-1").exitCode()).isEqualTo(64);
    assertThat(ask("cancel", "x-9", "--reason", "gone").err()).startsWith("RUN_UNKNOWN");
    assertThat(gateway.requests).doesNotContain("POST /v1/runs/r-1/cancel");
  }

  @Test
  void jsonIsTheGatewaysAnswer() {
    assertThat(ask("show", "r-1", "--json").out()).contains("\"endsAt\"", "\"limits\"");
  }

  @Test
  void diffShowsEveryPartAndStatThePaths() {
    assertThat(ask("diff", "r-1").out()).isEqualTo("diff fare.py\n-old\n+new\ndiff new.txt\n+x\n");
    assertThat(ask("diff", "r-1", "--stat").out().lines())
        .containsExactly(
            "2 changed paths",
            "CHANGE   ADDED  REMOVED  PATH",
            "CHANGED  +3     -1       fare.py",
            "ADDED    ?      ?        new.txt");
  }

  @Test
  void beginningOfAnIdIsEnough() {
    assertThat(ask("show", "r").out()).startsWith("r-1  OPEN");
    assertThat(ask("show", "r-1…").out()).startsWith("r-1  OPEN");
    assertThat(ask("diff", "r-").exitCode()).isZero();
    assertThat(ask("approve", "ap", "--yes").out()).contains("ap-1 is COMMITTED");
  }

  @Test
  void wholeIdNeedsNoList() {
    String whole = "r-" + "0".repeat(26);
    gateway.requests.clear();
    assertThat(ask("show", whole).err()).startsWith("NOT_FOUND");
    assertThat(gateway.requests).containsExactly("GET /v1/runs/" + whole);
  }

  @Test
  void beginningOfSeveralIdsIsRefusedWithTheCandidates() {
    gateway.otherRuns.add("r-12");
    Captured run = ask("show", "r-");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("RUN_AMBIGUOUS").contains("r-1, r-12");
    assertThat(ask("show", "r-1").out()).startsWith("r-1  OPEN");

    worker.run(CommandRequest.shell("x"));
    assertThat(ask("approve", "ap-", "--yes").err())
        .startsWith("APPROVAL_AMBIGUOUS")
        .contains("ap-1, ap-2");
  }

  @Test
  void beginningOfNoIdIsRefused() {
    Captured run = ask("events", "x-9");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("RUN_UNKNOWN").contains("x-9", "gatehouse runs");
    assertThat(ask("approve", "ap-9", "--yes").err()).startsWith("APPROVAL_UNKNOWN");
  }

  @Test
  void mergeShowsWhatItMergesAndTakesTheOriginsHead() {
    ask("deny", "ap-1", "--yes");
    worker.submit();

    Captured merged = ask("merge", "r-1", "--yes");

    assertThat(merged.err())
        .contains("PASSED, task t of agent a", "TEST_FILE_CHANGED", "fare.py", "DENIED  Makefile")
        .contains("target  trunk at c7", "branch  gatehouse/r-1 (new)", "base    c0");
    assertThat(merged.out()).contains("meant for trunk at c7");
    assertThat(ask("merge", "r-1", "--yes", "--target", "release").out()).contains("release at c9");
    assertThat(ask("merge", "r-1", "--yes", "--target-tip", "c9").out()).contains("trunk at c9");
  }

  @Test
  void mergeWithoutAnybodyToAskMergesNothing() {
    worker.submit();

    Captured asked = ask("merge", "r-1");

    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("fare.py", "NOT_CONFIRMED");
    assertThat(gateway.requests).doesNotContain("POST /v1/runs/r-1/merge");
    assertThat(ask("merge", "r-1", "--seal", "5e").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "approvals", "repositories", "profiles", "diff r-1 --stat"})
  void tablesFitIntoEightyColumnsWhateverNamesAre(String words) {
    gateway.otherRuns.add("r-1");
    for (String suffix : List.of("", "x".repeat(128), "/日本語".repeat(60), "한".repeat(99) + ".py")) {
      gateway.suffix = suffix;
      String out = ask(words.split(" ")).out();
      assertThat(out.lines()).as(suffix).hasSizeGreaterThan(1);
      assertThat(out.lines()).as(suffix).allMatch(line -> columns(line) <= 80);
      assertThat(out.contains("…"))
          .as(suffix)
          .isEqualTo(!suffix.isEmpty() || words.equals("profiles"));
    }
  }

  private static int columns(String line) {
    return line.codePoints().map(c -> WIDE.contains(UnicodeScript.of(c)) ? 2 : 1).sum();
  }
}
