package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.load.ProfileLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDiffTests {
  @TempDir Path directory;

  /** The snapshot of the profile that ships, with its text changed. */
  private Path edited(UnaryOperator<String> edit) throws IOException {
    String snapshot = ProfileLoader.shipped("default").toJson().canonicalText();
    String changed = edit.apply(snapshot);
    assertThat(changed).isNotEqualTo(snapshot);
    return Files.write(directory.resolve("b.json"), changed.getBytes(UTF_8));
  }

  private Path without(String list, String id) throws IOException {
    Json.Obj profile = ProfileLoader.shipped("default").toJson();
    Json.Arr rules =
        new Json.Arr(
            profile.objects(list).stream()
                .filter(rule -> !rule.string("id").equals(id))
                .<Json>map(rule -> rule)
                .toList());
    Json.Builder changed = Json.object();
    profile
        .members()
        .forEach((name, value) -> changed.put(name, name.equals(list) ? rules : value));
    return Files.write(directory.resolve("b.json"), changed.build().canonical());
  }

  private static Captured diff(String a, String b, String... more) {
    return Captured.run(List.of("policy", "diff", a, b), more);
  }

  @Test
  void findsNothingBetweenAProfileAndItself() {
    Captured run = diff("default", "default");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("nothing differs but name and description\n");
  }

  @Test
  void namesARemovedRuleAndTheExamplesThatItDenied() throws Exception {
    String other = without("paths", "secrets").toString();
    Captured run = diff("default", other);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("rules and steps (1)\n  - path rule secrets\n")
        .contains("newly allowed (")
        .containsPattern("    read  \\.env\n      DENY by secrets, now ALLOW by workspace: ");
    Captured back = diff(other, "default");
    assertThat(back.out()).contains("  + path rule secrets\n").contains("newly denied (");
  }

  @Test
  void namesTheMembersOfAChangedRuleAndWhatIsNewlyHeld() throws Exception {
    String other =
        edited(text ->
                text.replace(
                    "\"effect\":\"protect\",\"examples\":{\"match\":[\".gitattributes\"",
                    "\"effect\":\"write\",\"examples\":{\"match\":[\".gitattributes\""))
            .toString();
    Files.writeString(
        Path.of(other),
        Files.readString(Path.of(other))
            .replace("\"approver\":\"OPERATOR\",\"effect\":\"write\"", "\"effect\":\"write\""));
    Captured run = diff(other, "default");
    assertThat(run.out())
        .contains("  ~ path rule git-settings: approver, effect\n")
        .contains("newly held (")
        .containsPattern("write, new file  \\.gitattributes\n +ALLOW by [a-z-]+, now HOLD by git");
  }

  @Test
  void namesLimitsSyscallsGatesAndPatternsThatDiffer() throws Exception {
    String other =
        edited(text ->
                text.replace("\"memoryBytes\":2147483648", "\"memoryBytes\":1073741824")
                    .replace("\"exec.run\",", "")
                    .replace("\"isolation\",", "")
                    .replace("\"*.so\",", ""))
            .toString();
    Captured run = diff("default", other);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("settings (4)\n    gates\n  -   isolation\n    limits.memoryBytes\n")
        .contains("  -   2147483648\n  +   1073741824\n")
        .contains("    syscalls\n  -   exec.run\n")
        .contains("    verification.control\n  -   *.so\n");
  }

  @Test
  void namesStepsThatWereAdded() throws Exception {
    String other =
        edited(text ->
                text.replace(
                    "\"steps\":[]",
                    "\"steps\":[{\"env\":{},\"id\":\"unit\",\"required\":true,\"seconds\":5,"
                        + "\"shell\":\"pytest\"}]"))
            .toString();
    assertThat(diff("default", other).out()).isEqualTo("rules and steps (1)\n  + step unit\n");
  }

  @Test
  void decidesExamplesOfCommandsAsShellStringsToo() throws Exception {
    String other =
        edited(text -> text.replace("\"shell\":\"read\"", "\"shell\":\"forbidden\"")).toString();
    assertThat(diff("default", other).out())
        .contains("commands.shell\n  -   read\n  +   forbidden\n")
        .contains("    shell  grep ");
  }

  @Test
  void isTheSameDocumentEachTime() throws Exception {
    String other = without("paths", "secrets").toString();
    String json = diff("default", other, "--json").out();
    assertThat(diff("default", other, "--json").out()).isEqualTo(json);
    Json.Obj document = StrictJson.read(json.getBytes(UTF_8));
    assertThat(document.objects("rules"))
        .singleElement()
        .satisfies(rule -> assertThat(rule.string("change")).isEqualTo("REMOVED"));
    assertThat(document.objects("examples"))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.string("kind")).isNotEqualTo("DENIED"));
  }

  @Test
  void couldNotCompareWhatDoesNotLoad() throws Exception {
    Path file = Files.writeString(directory.resolve("mine.yaml"), "surprise: 1\n");
    Captured run = diff("default", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("PROFILE_INVALID");
  }
}
