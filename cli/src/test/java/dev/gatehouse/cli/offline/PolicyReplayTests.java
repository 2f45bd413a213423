package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReplayTests {
  @TempDir Path directory;

  private static RecordedRun sample() {
    return new RecordedRun(ProfileLoader.shipped("default"), "calc.py", "build/kept.txt")
        .read("calc.py")
        .read(".env")
        .write("calc.py")
        .write("Makefile")
        .run(new CommandRequest.Shell("make"), "a.pyc", "build/kept.txt", "build/new.txt", "x.key")
        .run(new CommandRequest.Argv(List.of("grep", "-rn", "x", "calc.py")))
        .run(new CommandRequest.Argv(List.of("curl", "x")));
  }

  private static Captured replay(Path folder, String profile, String... more) {
    return Captured.run(List.of("policy", "replay", folder.toString(), "--profile", profile), more);
  }

  /** The snapshot of the profile that ships, with one text replaced. */
  private Path edited(String text, String other) throws IOException {
    String snapshot = ProfileLoader.shipped("default").toJson().canonicalText();
    assertThat(snapshot).contains(text);
    return Files.write(directory.resolve("p.json"), snapshot.replace(text, other).getBytes(UTF_8));
  }

  /** The snapshot of the profile that ships, without what keeps a change out of the result. */
  private Path withoutScratch() throws IOException {
    Json.Obj profile = ProfileLoader.shipped("default").toJson();
    Json.Arr others =
        new Json.Arr(
            profile.objects("paths").stream()
                .filter(rule -> !rule.string("effect").equals("scratch"))
                .<Json>map(rule -> rule)
                .toList());
    Json.Builder changed = Json.object();
    profile
        .members()
        .forEach((name, value) -> changed.put(name, name.equals("paths") ? others : value));
    return Files.write(directory.resolve("p.json"), changed.build().canonical());
  }

  @Test
  void findsNoDifferenceUnderTheRunsOwnProfile() throws Exception {
    Path folder = sample().folder(directory);
    Captured run = replay(folder, "default");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            folder + "  run-1 under default, now under default: 11 decisions, all the same\n");
    Captured all = replay(folder, "default", "--all");
    assertThat(all.out().lines()).hasSize(1 + 2 * 11);
    assertThat(all.out())
        .containsPattern(
            "write, new file  build/new.txt\n    ALLOW as scratch by python-scratch, now ALLOW as")
        .containsPattern("write, base file  build/kept.txt\n    ALLOW by workspace, now ALLOW by")
        .containsPattern("argv  curl x\n    DENY by ")
        .containsPattern("write, new file  x.key\n    DENY by ");
  }

  @Test
  void listsWhatAnotherProfileDecidesOtherwise() throws Exception {
    Path other = edited("\"shell\":\"read\"", "\"shell\":\"forbidden\"");
    Captured run = replay(sample().folder(directory), other.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("11 decisions, 1 different\n")
        .containsPattern(
            "exec.run  shell  make\n    ALLOW by [a-z.]+, now DENY by [a-z.]+: .*\n    next: ");
  }

  @Test
  void countsAChangeThatLeavesTheResultAsADifference() throws Exception {
    Captured run = replay(sample().folder(directory), withoutScratch().toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("11 decisions, 2 different\n")
        .contains("a.pyc\n    ALLOW as scratch by python-scratch, now ALLOW by workspace")
        .contains("build/new.txt\n    ALLOW as scratch by python-scratch, now ALLOW by workspace");
  }

  @Test
  void deniesEveryCallOfASyscallThatTheProfileDoesNotOpen() throws Exception {
    Path other = edited("\"exec.run\",", "");
    Captured run = replay(sample().folder(directory), other.toString(), "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    Json.Obj document = StrictJson.read(run.out().getBytes(UTF_8));
    Json.Obj folder = document.objects("folders").getFirst();
    assertThat(folder.integer("decisions")).isEqualTo(11);
    assertThat(folder.objects("calls"))
        .isNotEmpty()
        .allSatisfy(call -> {
          assertThat(call.string("op")).isEqualTo("exec.run");
          assertThat(call.object("to").string("rule")).isEqualTo("profile.syscalls");
        });
  }

  @Test
  void saysWhichCallsCannotBeDecidedAgain() throws Exception {
    Captured run = replay(sample().folderWithoutTree(directory), "default");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains("3 decisions, all the same")
        .containsPattern("undecided  line 2  file.read: without a result tree");
  }

  @Test
  void readsSeveralFoldersAndStopsAtOneThatCannotBeRead() throws Exception {
    Path first = sample().folder(directory);
    Path second = sample().folder(directory);
    Captured both =
        new Captured(
            "policy", "replay", first.toString(), second.toString(), "--profile", "default");
    assertThat(both.out().lines()).hasSize(2);
    Files.delete(second.resolve("data/run.json"));
    Captured broken = replay(second, "default");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.err()).startsWith("EVIDENCE_UNREADABLE");
    assertThat(replay(directory.resolve("none"), "default").err()).startsWith("FOLDER_NOT_FOUND");
    assertThat(new Captured("policy", "replay", first.toString()).exitCode()).isEqualTo(64);
  }

  @Test
  void showsNoControlCharacters() throws Exception {
    Path folder =
        new RecordedRun(ProfileLoader.shipped("default"))
            .run(new CommandRequest.Shell("echo \u001b[31m\n"))
            .folder(directory);
    assertThat(replay(folder, "default", "--all").out())
        .contains("echo \\x1b[31m\\x0a")
        .doesNotContain("\u001b");
    assertThat(replay(folder, "default", "--all", "--json").out()).doesNotContain("\u001b");
  }
}
