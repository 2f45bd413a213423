package dev.gatehouse.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolicyCasesTests {
  private static final String GOOD =
      """
      {"id":"env","path":".env","operation":"read","expect":"DENY","rule":"secrets"}
      {"id":"source","path":"src/a.py","operation":"write","expect":"ALLOW"}
      {"id":"make","path":"Makefile","operation":"write","expect":"HOLD"}
      {"id":"grep","argv":["grep","-rn","x","src"],"expect":"ALLOW"}
      """;

  @TempDir Path directory;

  private Captured test(String name, String cases, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve(name), cases);
    return Captured.run(List.of("policy", "test", "default", file.toString()), more);
  }

  @Test
  void passesWhereEveryCaseIsDecidedAsExpected() throws Exception {
    Captured run = test("cases.jsonl", GOOD);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("[0-9]+ examples of rules hold; 4 cases, all as expected");
  }

  @Test
  void readsTheSameCasesFromYaml() throws Exception {
    String yaml =
        """
        cases:
          - {id: env, path: .env, operation: read, expect: DENY, rule: secrets}
          - id: grep
            argv: [grep, -rn, x, src]
            expect: DENY
        """;
    Captured run = test("cases.yaml", yaml);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("FAIL  grep  expected DENY, decided ALLOW by [a-z-]+: ")
        .contains("2 cases, 1 not as expected");
  }

  @Test
  void namesOutcomeRuleAndReasonOfEachFailure() throws Exception {
    String cases =
        GOOD.replace("\"rule\":\"secrets\"", "\"rule\":\"credentials\"")
            .replace("\"expect\":\"HOLD\"", "\"expect\":\"ALLOW\"");
    Captured run = test("cases.jsonl", cases);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .anyMatch(line ->
            line.startsWith("FAIL  env  expected DENY by credentials, decided DENY by secrets: "))
        .anyMatch(line -> line.startsWith("FAIL  make  expected ALLOW, decided HOLD by "))
        .hasSize(3);
    JsonNode json = new JsonMapper().readTree(test("cases.jsonl", cases, "--json").out());
    assertThat(json.path("cases").asInt(0)).isEqualTo(4);
    assertThat(json.path("failures").size()).isEqualTo(2);
    assertThat(json.path("failures").path(0).path("expectRule").asString(""))
        .isEqualTo("credentials");
  }

  @Test
  void triesTheOtherCasesWhereALineIsNotOne() throws Exception {
    Captured run = test("cases.jsonl", "{\"id\":\"x\",\"shell\":\"ls\"}\n" + GOOD);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("LINE_INVALID: line 1: member expect is missing");
    assertThat(run.out()).contains("4 cases");
    Captured yaml = test("cases.yaml", "cases:\n  - {id: a, shell: ls, expect: MAYBE}\n");
    assertThat(yaml.exitCode()).isEqualTo(2);
    assertThat(yaml.err()).contains("line 1").contains("is ALLOW, HOLD or DENY");
  }

  @Test
  void refusesAFileThatHasNoCases() throws Exception {
    for (String text : List.of("case: []\n", "cases: 1\n", "- x\n", "cases: []\nx: 1\n")) {
      Captured run = test("cases.yaml", text);
      assertThat(run.exitCode()).as(text).isEqualTo(2);
      assertThat(run.err()).as(text).startsWith("CASES_INVALID");
    }
  }

  @Test
  void answersNoWhereTheProfileDoesNotLoad() throws Exception {
    Path file = Files.writeString(directory.resolve("mine.yaml"), "surprise: 1\n");
    Captured run = new Captured("policy", "test", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("PROFILE_INVALID").contains("surprise");
  }

  @Test
  void triesTheExamplesAloneWhereNoFileIsNamed() {
    Captured run = new Captured("policy", "test", "default");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("0 cases, all as expected");
  }
}
