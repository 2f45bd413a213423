package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandPolicy;
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
        .containsExactly("network", "privileges", "installers", "grep", "make");
    assertThat(narrow.commands().mode()).isEqualTo(CommandPolicy.Mode.ALLOWLIST);
    assertThat(narrow.commands().shell()).isEqualTo(CommandPolicy.ShellMode.FORBIDDEN);
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
        .contains("shell strings: forbidden instead of read\n")
        .contains("    # denies; decided 1 call\n    - id: network\n")
        .contains("    # denies; decided 0 calls\n    - id: installers\n")
        .contains("    # needed by 1 call\n    - id: make\n")
        .contains("    # needed by 2 calls\n    - id: grep\n")
        .containsPattern("  # decided 2 recorded paths\n  - id: secrets\n");
  }

  @Test
  void leavesOutARuleWhoseCallsAnotherRuleTakes() throws Exception {
    String snapshot = DEFAULT.toJson().canonicalText();
    String rule =
        DEFAULT.toJson().object("commands").objects("programs").stream()
            .filter(each -> each.string("id").equals("make"))
            .findFirst()
            .orElseThrow()
            .canonicalText();
    String twin =
        rule.replace("\"id\":\"make\"", "\"id\":\"twin\"")
            .replace("\"programs\":[", "\"programs\":[\"ls\",");
    String doubled = snapshot.replace(rule, rule + "," + twin);
    assertThat(doubled).contains("\"id\":\"make\"", "\"id\":\"twin\"", "[\"ls\",\"make\"]");
    Profile profile = ProfileLoader.fromSnapshot(StrictJson.read(doubled.getBytes(UTF_8)));
    RecordedRun run = new RecordedRun(profile, "calc.py");
    String folder = run.run(argv("make")).run(argv("ls", "--unknown")).folder(directory).toString();
    Path file = suggested(List.of(folder));
    assertThat(load(file).commands().programs())
        .extracting(ProgramRule::id)
        .containsExactly("network", "privileges", "installers", "twin");
    decidesAsBefore(folder, file);
  }

  @Test
  void keepsShellStringsWhereARunUsedOne() throws Exception {
    RecordedRun run = new RecordedRun(DEFAULT, "calc.py").run(new CommandRequest.Shell("make"));
    String folder = run.folder(directory).toString();
    Path file = suggested(List.of(folder));
    assertThat(load(file).commands().shell()).isEqualTo(CommandPolicy.ShellMode.READ);
    assertThat(load(file).commands().programs())
        .extracting(ProgramRule::id)
        .containsExactly("network", "privileges", "installers", "make");
    assertThat(file).content().contains("shell strings: still read, since 1 call was allowed\n");
    decidesAsBefore(folder, file);
  }

  @Test
  void keepsEachRuleThatAShellStringNeeded() throws Exception {
    RecordedRun run =
        new RecordedRun(DEFAULT, "calc.py")
            .run(new CommandRequest.Shell("grep -n x calc.py | head -n 3 && make"))
            .run(new CommandRequest.Shell("curl x"));
    String folder = run.folder(directory).toString();
    Path file = suggested(List.of(folder));
    assertThat(load(file).commands().programs())
        .extracting(ProgramRule::id)
        .containsExactly("network", "privileges", "installers", "head-tail", "grep", "make");
    decidesAsBefore(folder, file);
  }

  /** The profile that ships as one without a mode, which reads no shell string. */
  private static Profile unstated() {
    String snapshot =
        DEFAULT
            .toJson()
            .canonicalText()
            .replace("\"mode\":\"allowlist\",", "")
            .replace("\"shell\":\"read\"", "\"shell\":\"contained\"");
    Profile profile = ProfileLoader.fromSnapshot(StrictJson.read(snapshot.getBytes(UTF_8)));
    assertThat(profile.commands().mode()).isEqualTo(CommandPolicy.Mode.UNSTATED);
    return profile;
  }

  private CommandPolicy suggestedCommands(RecordedRun run) throws IOException {
    String folder = run.folder(directory).toString();
    Path file = suggested(List.of(folder));
    decidesAsBefore(folder, file);
    return load(file).commands();
  }

  @Test
  void narrowsAProfileWithoutAModeAsFarAsItsRunsPermit() throws Exception {
    CommandPolicy arrays = suggestedCommands(sample(unstated()));
    assertThat(arrays.mode()).isEqualTo(CommandPolicy.Mode.ALLOWLIST);
    assertThat(arrays.shell()).isEqualTo(CommandPolicy.ShellMode.FORBIDDEN);

    CommandPolicy strings =
        suggestedCommands(
            new RecordedRun(unstated(), "calc.py")
                .run(argv("ls"))
                .run(new CommandRequest.Shell("make | head -n 3")));
    assertThat(strings.mode()).isEqualTo(CommandPolicy.Mode.ALLOWLIST);
    assertThat(strings.shell()).isEqualTo(CommandPolicy.ShellMode.READ);
    assertThat(directory.resolve("narrow.yaml"))
        .content()
        .contains("command mode: allowlist; the profile stated none\n")
        .contains("shell strings: read instead of contained\n");
    assertThat(strings.programs())
        .extracting(ProgramRule::id)
        .containsExactly("network", "privileges", "installers", "head-tail", "list-files", "make");
  }

  @Test
  void statesNoModeUnderWhichACallWouldBeDecidedOtherwise() throws Exception {
    CommandPolicy unreadable =
        suggestedCommands(
            new RecordedRun(unstated(), "calc.py").run(new CommandRequest.Shell("eval \"$x\"")));
    assertThat(unreadable.mode()).isEqualTo(CommandPolicy.Mode.UNSTATED);
    assertThat(unreadable.shell()).isEqualTo(CommandPolicy.ShellMode.CONTAINED);

    CommandPolicy started =
        suggestedCommands(new RecordedRun(unstated(), "calc.py").run(argv("bash", "-c", "curl x")));
    assertThat(started.mode()).isEqualTo(CommandPolicy.Mode.ALLOWLIST);
    assertThat(started.shell()).isEqualTo(CommandPolicy.ShellMode.FORBIDDEN);
  }

  @Test
  void saysNothingOfShellStringsThatWereForbidden() throws Exception {
    String snapshot =
        DEFAULT.toJson().canonicalText().replace("\"shell\":\"read\"", "\"shell\":\"forbidden\"");
    Profile profile = ProfileLoader.fromSnapshot(StrictJson.read(snapshot.getBytes(UTF_8)));
    CommandPolicy commands =
        suggestedCommands(
            new RecordedRun(profile, "calc.py")
                .run(argv("ls"))
                .run(new CommandRequest.Shell("ls")));
    assertThat(commands.shell()).isEqualTo(CommandPolicy.ShellMode.FORBIDDEN);
    assertThat(directory.resolve("narrow.yaml")).content().doesNotContain("shell strings");
  }

  @Test
  void proposesRulesWhereTheRunsOwnProfileAllowedAnyCommand() throws Exception {
    Profile contained = ProfileLoader.shipped("contained");
    CommandPolicy read =
        suggestedCommands(
            new RecordedRun(contained, "calc.py")
                .run(argv("ls"))
                .run(new CommandRequest.Shell("make | head -n 3")));
    assertThat(read.mode()).isEqualTo(CommandPolicy.Mode.ALLOWLIST);
    assertThat(read.shell()).isEqualTo(CommandPolicy.ShellMode.READ);
    assertThat(directory.resolve("narrow.yaml"))
        .content()
        .contains("command mode: allowlist instead of contained\n")
        .contains("shell strings: read instead of contained\n");
    assertThat(read.programs())
        .extracting(ProgramRule::id)
        .containsExactly("network", "privileges", "installers", "head-tail", "list-files", "make");

    CommandPolicy any =
        suggestedCommands(new RecordedRun(contained, "calc.py").run(argv("curl", "x")));
    assertThat(any.mode()).isEqualTo(CommandPolicy.Mode.CONTAINED);
    assertThat(any.shell()).isEqualTo(CommandPolicy.ShellMode.CONTAINED);
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
    assertThat(load(file).commands().programs())
        .extracting(ProgramRule::id)
        .containsExactly("network", "privileges", "installers", "list-files", "grep", "make");
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
