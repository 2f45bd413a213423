package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.ProgramRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySuggestTests {
  private static final Profile DEFAULT = ProfileLoader.shipped("default");

  @TempDir Path directory;

  private static CommandRequest argv(String... words) {
    return new CommandRequest.Argv(List.of(words));
  }

  private static RecordedRun sample(Profile profile) {
    return new RecordedRun(profile, "calc.py", "Makefile", "build/kept.txt")
        .read("calc.py")
        .read(".env")
        .write("calc.py")
        .write("Makefile")
        .write("src/[1]*.py")
        .run(argv("make"), "a.pyc", "build/kept.txt", "build/new.txt", "x.key", "docs/\u00e4 b.md")
        .run(argv("grep", "-rn", "x", "calc.py"))
        .run(argv("grep", "-rn", "y", "calc.py"))
        .run(argv("curl", "x"));
  }

  private Path suggested(List<String> folders, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("policy", "suggest"));
    words.addAll(folders);
    Captured run = Captured.run(words, more);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return Files.writeString(directory.resolve("narrow.yaml"), run.out());
  }

  private static Profile load(Path file) throws IOException {
    return ProfileLoader.load("narrow.yaml", Files.readAllBytes(file));
  }

  private static void decidesAsBefore(String folder, Path profile) {
    Captured replay = new Captured("policy", "replay", folder, "--profile", profile.toString());
    assertThat(replay.out()).contains("all the same");
    assertThat(replay.exitCode()).isZero();
  }

  @Test
  void keepsWhatWasUsedAndDecidesEveryCallAsItWas() throws Exception {
    String folder = sample(DEFAULT).folder(directory).toString();
    Path file = suggested(List.of(folder));
    Profile narrow = load(file);
    assertThat(narrow.name()).isEqualTo("default-narrow");
    assertThat(narrow.syscalls()).containsExactly("exec.run", "file.read", "file.write");
    assertThat(narrow.commands().programs())
        .extracting(ProgramRule::id)
        .hasSize(2)
        .contains("interpreters");
    assertThat(narrow.paths()).isEqualTo(DEFAULT.paths());
    assertThat(narrow.limits()).isEqualTo(DEFAULT.limits());
    assertThat(narrow.verification()).isEqualTo(DEFAULT.verification());
    decidesAsBefore(folder, file);
    Captured other = new Captured("policy", "explain", file.toString(), "--", "ls");
    assertThat(other.out()).containsPattern("argv +DENY");
  }

  @Test
  void saysOfEachRuleHowOftenItWasUsed() throws Exception {
    String folder = sample(DEFAULT).folder(directory).toString();
    assertThat(suggested(List.of(folder)))
        .content()
        .startsWith("# Proposed from what 1 run did under the profile default:\n#   run-1\n")
        .contains("syscalls that were not used: approval.wait, dir.list, file.delete\n")
        .contains("shell strings: forbidden instead of contained\n")
        .containsPattern("    # needed by 1 call\n    - id: interpreters\n")
        .containsPattern("    # needed by 2 calls\n    - id: [a-z]+\n")
        .containsPattern("  # decided 2 recorded paths\n  - id: secrets\n");
  }

  @Test
  void leavesOutARuleWhoseCallsAnotherRuleTakes() throws Exception {
    String snapshot = DEFAULT.toJson().canonicalText();
    int start = snapshot.indexOf("{\"allow\":true,\"anyArguments\":true,\"examples\"");
    int end = snapshot.indexOf("},{\"allow\"", start) + 1;
    String rule = snapshot.substring(start, end);
    String twin =
        rule.replaceAll("\"id\":\"[a-z-]+\"", "\"id\":\"twin\"")
            .replace("\"programs\":[", "\"programs\":[\"ls\",");
    String doubled = snapshot.substring(0, end) + "," + twin + snapshot.substring(end);
    Profile profile = ProfileLoader.fromSnapshot(StrictJson.read(doubled.getBytes(UTF_8)));
    RecordedRun run = new RecordedRun(profile, "calc.py");
    String folder = run.run(argv("make")).run(argv("ls", "--unknown")).folder(directory).toString();
    Path file = suggested(List.of(folder));
    assertThat(load(file).commands().programs())
        .extracting(ProgramRule::id)
        .containsExactly("twin");
    decidesAsBefore(folder, file);
  }

  @Test
  void keepsShellStringsWhereARunUsedOne() throws Exception {
    RecordedRun run = new RecordedRun(DEFAULT, "calc.py").run(new CommandRequest.Shell("make"));
    String folder = run.folder(directory).toString();
    Path file = suggested(List.of(folder));
    assertThat(load(file).commands().shell()).isEqualTo(DEFAULT.commands().shell());
    assertThat(load(file).commands().programs()).isEmpty();
    decidesAsBefore(folder, file);
  }

  @Test
  void makesReadOnlyWhatNoRunChanged() throws Exception {
    String folder = sample(DEFAULT).folder(directory).toString();
    Path file = suggested(List.of(folder), "--paths", "--name", "mine");
    assertThat(load(file).name()).isEqualTo("mine");
    decidesAsBefore(folder, file);
    Captured explained =
        new Captured(
            "policy", "explain", file.toString(), "other.py", "src/x.py", "--operation", "write");
    assertThat(explained.out())
        .containsPattern("other.py\n  write, new file +DENY  unchanged: ")
        .containsPattern("src/x.py\n  write, new file +ALLOW");
  }

  @Test
  void takesSeveralRunsOfOneProfileTogether() throws Exception {
    String first = sample(DEFAULT).folder(directory).toString();
    String second =
        new RecordedRun(DEFAULT, "calc.py").run(argv("ls")).folder(directory).toString();
    Path file = suggested(List.of(first, second));
    assertThat(load(file).commands().programs()).hasSize(3);
    decidesAsBefore(first, file);
    decidesAsBefore(second, file);
  }

  @Test
  void refusesRunsOfSeveralProfilesAndRunsThatCannotBeDecidedAgain() throws Exception {
    String first = sample(DEFAULT).folder(directory).toString();
    String other = sample(DEFAULT.holdingTests()).folder(directory).toString();
    Captured mixed = new Captured("policy", "suggest", first, other);
    assertThat(mixed.exitCode()).isEqualTo(2);
    assertThat(mixed.err()).startsWith("PROFILES_DIFFER");
    String open = sample(DEFAULT).folderWithoutTree(directory).toString();
    Captured undecided = new Captured("policy", "suggest", first, open);
    assertThat(undecided.exitCode()).isEqualTo(2);
    assertThat(undecided.err()).startsWith("CALL_UNDECIDED").contains("line 2");
    assertThat(new Captured("policy", "suggest", first, "--name", "a b").exitCode()).isEqualTo(64);
  }

  @Test
  void isTheSameFileEachTimeAndAscii() throws Exception {
    String folder = sample(DEFAULT).folder(directory).toString();
    String first = Files.readString(suggested(List.of(folder), "--paths"));
    assertThat(Files.readString(suggested(List.of(folder), "--paths"))).isEqualTo(first);
    assertThat(first.chars()).allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f));
  }
}
