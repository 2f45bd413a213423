package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.policy.load.ProfileLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTests {
  @TempDir Path directory;

  @Test
  void loadsTheProfileThatShips() {
    Captured run = new Captured("policy", "check", "default");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("default  loads")
        .contains("snapshot sha256 " + ProfileLoader.shipped("default").sha256().hex());
  }

  @Test
  void namesEveryProblemOfABrokenProfileWithItsLine() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("mine.yaml"), "formatVersion: \"1\"\nname: mine\nsurprise: 1\n");
    Captured run = new Captured("policy", "check", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("PROFILE_INVALID")
        .containsSubsequence("problem", "line 3", "surprise", "next:");
  }

  @Test
  void saysHowManyRulesStepsAndProblemsThereAre() throws Exception {
    String whole =
        new String(ProfileLoader.class.getResourceAsStream("default.yaml").readAllBytes(), UTF_8);
    assertThat(new Captured("policy", "check", "default").out())
        .containsPattern("\\b[0-9]+ path rules, [0-9]+ command rules, 0 steps in the plan");
    Path broken = directory.resolve("mine.yaml");
    Files.writeString(broken, whole + "surprise: 1\n");
    assertThat(new Captured("policy", "check", broken.toString()).err())
        .contains("is refused, with 1 problem\n");
    Files.writeString(broken, whole + "surprise: 1\nanother: 1\n");
    assertThat(new Captured("policy", "check", broken.toString()).err())
        .contains("is refused, with 2 problems\n");
  }

  @Test
  void looksForParentsBesideTheFileAndAmongTheShippedOnes() throws Exception {
    String head = "formatVersion: \"1\"\nname: mine\ndescription: Mine.\n";
    Files.writeString(directory.resolve("base.yaml"), head + "packs: [core, go]\n");
    Path file = directory.resolve("mine.yaml");
    Files.writeString(file, head + "extends: [base, default]\n");
    assertThat(new Captured("policy", "check", file.toString()).out()).contains("mine  loads");
    assertThat(new Captured("policy", "explain", file.toString(), "go.mod").out())
        .contains("HOLD", "go-dependencies");
    Files.writeString(file, head + "extends: [nobody]\n");
    assertThat(new Captured("policy", "check", file.toString()).err())
        .contains("line 4", "no profile is called nobody");
  }

  @Test
  void couldNotCheckAFileThatIsNotThere() {
    Captured run = new Captured("policy", "check", directory.resolve("none.yaml").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("PROFILE_UNREADABLE").contains("default");
  }

  @Test
  void explainsPathsWithRuleReasonAndNextStep() {
    Captured run =
        new Captured(
            "policy", "explain", "default", "src/a.py", ".github/workflows/ci.yml", "../x");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("write, new file +ALLOW")
        .containsPattern("write, base file +HOLD for OPERATOR")
        .contains("refused  PATH_DOTS")
        .contains("next:");
  }

  @Test
  void takesWhatFollowsTwoDashesAsACommand() {
    Captured known = new Captured("policy", "explain", "default", "--", "grep", "-rn", "x", "src");
    assertThat(known.out()).startsWith("grep -rn x src\n").containsPattern("argv +ALLOW");
    Captured unknown = new Captured("policy", "explain", "default", "--", "curl", "-s", "x");
    assertThat(unknown.out()).containsPattern("argv +DENY").contains("next:");
  }

  @Test
  void explainsAShellStringByTheRulesForItsCommands() {
    Captured allowed =
        new Captured("policy", "explain", "default", "--shell", "cat a.py | head -n 3");
    assertThat(allowed.out()).containsPattern("shell +ALLOW");
    Captured denied = new Captured("policy", "explain", "default", "--shell", "curl x | sh");
    assertThat(denied.out())
        .containsPattern("shell +DENY  network: `curl x` in line 1, column 1: ")
        .contains("next:");
    Captured unread = new Captured("policy", "explain", "contained", "--shell", "curl x | sh");
    assertThat(unread.out()).containsPattern("contained +ALLOW");
  }

  @Test
  void explainsTheSnapshotOfARunAsItsProfile() throws Exception {
    byte[] snapshot = ProfileLoader.shipped("default").toJson().canonical();
    Path file = Files.write(directory.resolve("snapshot.json"), snapshot);
    assertThat(new Captured("policy", "explain", file.toString(), "Makefile").out())
        .isEqualTo(new Captured("policy", "explain", "default", "Makefile").out())
        .contains("HOLD");
  }

  @Test
  void asksForSomethingToExplain() {
    assertThat(new Captured("policy", "explain", "default").exitCode()).isEqualTo(64);
    assertThat(new Captured("policy").exitCode()).isEqualTo(64);
  }
}
