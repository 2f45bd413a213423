package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolicyBatchTests {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path directory;

  private Captured batch(String... lines) throws IOException {
    Path file = Files.writeString(directory.resolve("batch.jsonl"), String.join("\n", lines));
    return new Captured("policy", "explain", "default", "--batch", file.toString(), "--json");
  }

  private static List<JsonNode> answers(Captured run) {
    return run.out().lines().map(MAPPER::readTree).toList();
  }

  private static String text(JsonNode answer, String member) {
    return answer.path(member).asString("");
  }

  @Test
  void answersPathsArgumentArraysAndShellStringsInOrder() throws Exception {
    Captured run =
        batch(
            "{\"id\":\"1\",\"path\":\"src/a.py\",\"operation\":\"write\"}",
            "",
            "{\"id\":\"2\",\"path\":\".env\",\"operation\":\"read\"}",
            "{\"id\":\"3\",\"path\":\"Makefile\",\"operation\":\"delete\"}",
            "{\"id\":\"4\",\"argv\":[\"curl\",\"x\"]}",
            "{\"id\":\"5\",\"shell\":\"ls\"}",
            "{\"id\":\"6\",\"path\":\"../x\",\"operation\":\"write\"}");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    List<JsonNode> answers = answers(run);
    assertThat(answers)
        .extracting(each -> text(each, "id"))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(answers)
        .extracting(each -> text(each, "decision"))
        .containsExactly("ALLOW", "DENY", "HOLD", "DENY", "ALLOW", "DENY");
    assertThat(answers).allSatisfy(each -> assertThat(text(each, "reason")).isNotEmpty());
    assertThat(text(answers.get(1), "rule")).isEqualTo("secrets");
    assertThat(text(answers.get(5), "rule")).isEqualTo("PATH_DOTS");
    assertThat(answers.subList(1, 4))
        .allSatisfy(each -> assertThat(text(each, "next")).isNotEmpty());
    assertThat(answers.getFirst().has("next")).isFalse();
  }

  @Test
  void takesTheStricterDecisionWhereNobodySaysWhetherTheBaseHasTheFile() throws Exception {
    String question = "{\"id\":\"x\",\"path\":\"build/Makefile\",\"operation\":\"write\"";
    List<JsonNode> answers =
        answers(batch(question + "}", question + ",\"base\":false}", question + ",\"base\":true}"));
    assertThat(answers)
        .extracting(each -> text(each, "decision"))
        .containsExactly("HOLD", "ALLOW", "HOLD");
  }

  @Test
  void decidesWhatACommandWroteAsACommand() throws Exception {
    String question = "{\"id\":\"x\",\"path\":\".git/index\",\"operation\":\"write\"";
    List<JsonNode> answers = answers(batch(question + "}", question + ",\"via\":\"command\"}"));
    assertThat(answers).extracting(each -> text(each, "decision")).containsExactly("DENY", "ALLOW");
  }

  @Test
  void answersABadLineWithItsNumberAndGoesOn() throws Exception {
    Captured run =
        batch(
            "{\"id\":\"a\",\"shell\":\"ls\"}",
            "not json",
            "{\"id\":\"b\"}",
            "{\"id\":\"c\",\"path\":\"x\",\"operation\":\"burn\"}",
            "{\"id\":\"d\",\"shell\":\"ls\",\"surprise\":1}",
            "{\"id\":\"e\",\"argv\":[]}",
            "{\"id\":\"f\",\"shell\":\"ls\",\"base\":true}",
            "{\"shell\":\"ls\"}",
            "{\"id\":\"" + "i".repeat(129) + "\",\"shell\":\"ls\"}",
            "{\"id\":\"" + "i".repeat(128) + "\",\"shell\":\"ls\"}");
    assertThat(run.exitCode()).isEqualTo(2);
    List<JsonNode> answers = answers(run);
    assertThat(answers).hasSize(10);
    assertThat(answers.subList(1, 9))
        .allSatisfy(each -> assertThat(text(each, "error")).isEqualTo("LINE_INVALID"))
        .extracting(each -> each.path("line").asInt(0))
        .containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(text(answers.get(3), "id")).isEqualTo("c");
    assertThat(text(answers.get(9), "decision")).isEqualTo("ALLOW");
  }

  @Test
  void readsNoLineBeyondItsBound() throws Exception {
    String frame = "{\"id\":\"x\",\"shell\":\"ls\"}";
    String longest = frame.replace("}", " ".repeat(BOUND - frame.length()) + "}");
    Captured run = batch(longest, longest + " ", "{\"id\":\"y\",\"shell\":\"ls\"}");
    assertThat(run.exitCode()).isEqualTo(2);
    List<JsonNode> answers = answers(run);
    assertThat(text(answers.get(0), "decision")).isEqualTo("ALLOW");
    assertThat(text(answers.get(1), "error")).isEqualTo("LINE_TOO_LONG");
    assertThat(answers.get(1).path("line").asInt(0)).isEqualTo(2);
    assertThat(text(answers.get(2), "id")).isEqualTo("y");
  }

  private static final int BOUND = 1024 * 1024;

  @Test
  void readsStandardInput() {
    InputStream before = System.in;
    byte[] line = "{\"id\":\"x\",\"shell\":\"ls\"}\n".getBytes(UTF_8);
    System.setIn(new ByteArrayInputStream(line));
    try {
      Captured run = new Captured("policy", "explain", "default", "--batch", "-", "--json");
      assertThat(answers(run)).hasSize(1);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void showsAnswersWithoutControlCharacters() throws Exception {
    Path file = directory.resolve("batch.jsonl");
    Files.writeString(file, "{\"id\":\"a\\u001b[31m\",\"shell\":\"ls\"}\nx\u001b\n");
    Captured people = new Captured("policy", "explain", "default", "--batch", file.toString());
    assertThat(people.exitCode()).isEqualTo(2);
    assertThat(people.out()).startsWith("a\\x1b[31m  ALLOW").doesNotContain("\u001b");
    assertThat(people.err()).startsWith("LINE_INVALID: line 2").doesNotContain("\u001b");
    Captured json =
        new Captured("policy", "explain", "default", "--batch", file.toString(), "--json");
    assertThat(json.out()).doesNotContain("\u001b");
  }

  @Test
  void couldNotAnswerAFileThatIsNotThere() {
    String file = directory.resolve("none").toString();
    Captured run = new Captured("policy", "explain", "default", "--batch", file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("FILE_UNREADABLE");
  }

  @Test
  void explainsOneOperationOnAPath() {
    Captured read = new Captured("policy", "explain", "default", ".env", "--operation", "read");
    assertThat(read.out().lines()).hasSize(3);
    Captured delete =
        new Captured("policy", "explain", "default", "Makefile", "--operation", "delete");
    assertThat(delete.out()).containsPattern("delete, base file +HOLD").doesNotContain("  read");
  }

  @Test
  void refusesOptionsThatSayNothingTogether() {
    List<List<String>> misuses =
        List.of(
            List.of("--json", "x"),
            List.of("--batch", "-", "x"),
            List.of("--operation", "read", "--shell", "ls"),
            List.of("--operation", "burn", "x"));
    for (List<String> misuse : misuses) {
      Captured run =
          Captured.run(List.of("policy", "explain", "default"), misuse.toArray(String[]::new));
      assertThat(run.exitCode()).as(misuse.toString()).isEqualTo(64);
    }
  }
}
