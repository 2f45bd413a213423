package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Names that could be taken for others, through every syscall and through a command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requires({Requirement.ENGINE, Requirement.ROOT})
class HostileNameTests {
  private static final byte[] NOTHING = {};

  /** Names of a base tree that no run may make. */
  private static final List<String> BASE =
      List.of("notes:1.txt", "src/aux.c", "end.", "OTHERN~1.TXT", "x\u2800/y.txt", "\ue000.md");

  /**
   * Makes each name, by line its bytes in hexadecimal: as a file, a directory, a link, a rename.
   */
  private static final String MAKE_EACH =
      """
      import os, sys
      def at(place, number, name):
          path = b"%s/%s/%d/%s" % (os.fsencode(sys.argv[1]), place, number, name)
          os.makedirs(os.path.dirname(path), exist_ok=True)
          return path
      for number, line in enumerate(sys.stdin.read().split()):
          name = bytes.fromhex(line)
          open(at(b"f", number, name), "w").write("x")
          os.makedirs(at(b"d", number, name))
          os.symlink("target", at(b"l", number, name))
          plain = at(b"r", number, b"plain")
          open(plain, "w").write("x")
          os.rename(plain, at(b"r", number, name))
      """;

  private RunFixture fixture;
  private OpenRun run;

  @BeforeAll
  void openRun(@TempDir Path data) throws IOException {
    fixture =
        new RunFixture(data, "name-tests").with("src/a.txt", "alpha\n").with("Makefile", "a:");
    BASE.forEach(path -> fixture.with(path, "base\n"));
    fixture.with("Makefile:y", "base\n").with(".gi\u034fthub/ci.yml", "base\n");
    run = fixture.open("names");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void noSyscallMakesAHostileName() {
    Tree before = run.committedTree();
    for (HostileName name : HostileName.all()) {
      if (name.expected().equals("HELD")) {
        Answer.FileChanged held = fixture.write(run, name.path(), "absent", "x");
        assertThat(held.outcome().disposition()).as("%s", name).isEqualTo(Disposition.HELD);
      } else {
        assertThat(code("file.write", () -> RunFixture.writing(name.path(), "absent", "x")))
            .as("%s", name)
            .isEqualTo(name.expected());
      }
      assertThat(run.committedTree()).as("%s", name).isEqualTo(before);
    }
  }

  @Test
  void noSyscallFindsAnythingUnderAHostileName() {
    for (HostileName name : HostileName.all()) {
      Supplier<WorkspacePath> path = () -> WorkspacePath.parse(name.path());
      List<String> codes =
          List.of(
              code("file.read", () -> new Syscall.FileRead(path.get(), 10)),
              code("file.delete", () -> new Syscall.FileDelete(path.get(), Digest.of(NOTHING))),
              code("dir.list", () -> new Syscall.DirList(Optional.of(path.get()))),
              code("exec.run", () -> command("true", NOTHING, Optional.of(path.get()))));
      if (name.isUnusable()) {
        assertThat(codes).as("%s", name).containsOnly(name.expected());
      } else {
        assertThat(codes)
            .as("%s", name)
            .isSubsetOf("FILE_NOT_FOUND", "REPLACES_MISMATCH", "POLICY_DENIED", "PATH_AMBIGUOUS");
      }
    }
  }

  @Test
  void noCommandMakesAHostileName() {
    List<HostileName> names =
        HostileName.all().stream().filter(name -> !name.expected().equals("HELD")).toList();
    Tree before = run.committedTree();
    Map<TreePath, PathOutcome> changes =
        makeEach("hostile", names.stream().map(HostileName::path).toList());
    for (int i = 0; i < names.size(); i++) {
      HostileName name = names.get(i);
      for (String place : List.of("f", "d", "l", "r")) {
        PathOutcome made = made(changes, "hostile/%s/%s/%s".formatted(place, i, name.path()));
        assertThat(made.disposition()).as("%s in %s", name, place).isEqualTo(Disposition.DROPPED);
        if (!name.expected().equals("POLICY_DENIED")) {
          assertThat(made.decision().rule())
              .as("%s in %s", name, place)
              .isEqualTo(name.isUnusable() ? "builtin.path" : "builtin.name");
        }
      }
    }
    assertThat(run.committedTree()).isEqualTo(before);
    assertThat(run.workspace().files(10_000))
        .noneMatch(path -> path.latin1().startsWith("hostile/"));
  }

  @Test
  void anHonestNameIsOpenToEverySyscallAndToCommands() {
    List<String> names = HostileName.honest();
    Map<TreePath, PathOutcome> changes = makeEach("honest", names);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      for (String place : List.of("f", "r")) {
        assertThat(made(changes, "honest/%s/%s/%s".formatted(place, i, name)).disposition())
            .as(name)
            .isEqualTo(Disposition.COMMITTED);
      }
      String path = "own/%s/%s".formatted(i, name);
      assertThat(fixture.write(run, path, "absent", "x").outcome().disposition())
          .as(name)
          .isEqualTo(Disposition.COMMITTED);
      assertThat(fixture.read(run, path)).isEqualTo("x");
    }
    Answer.CommandRan ran =
        (Answer.CommandRan)
            fixture.call(
                fixture.caller(run),
                command("pwd", NOTHING, Optional.of(WorkspacePath.parse("own/2"))));
    assertThat(new String(ran.stdout().head(), UTF_8)).isEqualTo("/workspace/own/2\n");
  }

  @Test
  void aNameThatTheBaseHasIsReadChangedAndDeleted() {
    String base = RunFixture.sha256("base\n");
    for (String path : BASE) {
      assertThat(fixture.read(run, path)).as(path).isEqualTo("base\n");
      assertThat(fixture.write(run, path, base, "new\n").outcome().disposition())
          .as(path)
          .isEqualTo(Disposition.COMMITTED);
    }
    assertThat(fixture.write(run, "x\u2800/z.txt", "absent", "x").outcome().disposition())
        .isEqualTo(Disposition.COMMITTED);
    Answer.CommandRan ran = fixture.shell(run, "rm 'notes:1.txt' end.; echo more >> src/aux.c");
    assertThat(ran.changes())
        .extracting(PathOutcome::disposition)
        .containsExactly(Disposition.COMMITTED, Disposition.COMMITTED, Disposition.COMMITTED);
    assertThat(fixture.write(run, "end.", "absent", "again\n").outcome().disposition())
        .isEqualTo(Disposition.COMMITTED);
  }

  @Test
  void aNameOfTheBaseIsProtectedAsWhatItCouldBeTakenFor() {
    for (String path : List.of("Makefile:y", ".gi\u034fthub/ci.yml")) {
      assertThat(fixture.read(run, path)).isEqualTo("base\n");
      Answer.FileChanged changed =
          fixture.write(run, path, RunFixture.sha256("base\n"), "changed\n");
      assertThat(changed.outcome().disposition()).as(path).isEqualTo(Disposition.HELD);
      assertThat(fixture.read(run, path)).isEqualTo("base\n");
    }
  }

  @Test
  void aDirectoryThatIsNoneIsRefusedBeforeACommandStarts() {
    Map<String, String> codes =
        Map.of(
            "nothing", "FILE_NOT_FOUND",
            "src/nothing/below", "FILE_NOT_FOUND",
            "src/a.txt", "FILE_NOT_A_FILE",
            "src/a.txt/below", "FILE_NOT_A_FILE",
            ".ssh", "FILE_NOT_FOUND");
    codes.forEach((path, expected) -> {
      long commands = intents();
      GatehouseException refused =
          refusal(
              "exec.run", () -> command("true", NOTHING, Optional.of(WorkspacePath.parse(path))));
      assertThat(refused.code().name()).as(path).isEqualTo(expected);
      assertThat(refused.next()).isNotBlank();
      assertThat(intents()).as(path).isEqualTo(commands);
    });
    fixture.shell(run, "mkdir -p build/real && ln -s real build/link");
    assertThat(
            code(
                "exec.run",
                () -> command("true", NOTHING, Optional.of(WorkspacePath.parse("build/link")))))
        .isIn("FILE_NOT_A_FILE", "FILE_IS_SYMLINK");
    Answer.CommandRan ran =
        (Answer.CommandRan)
            fixture.call(
                fixture.caller(run),
                command("pwd", NOTHING, Optional.of(WorkspacePath.parse("build/real"))));
    assertThat(ran.exitCode()).isZero();
  }

  private Map<TreePath, PathOutcome> makeEach(String place, List<String> names) {
    String input =
        names.stream()
            .map(name -> HexFormat.of().formatHex(name.getBytes(UTF_8)))
            .collect(Collectors.joining("\n"));
    Answer.CommandRan ran =
        (Answer.CommandRan)
            fixture.call(
                fixture.caller(run),
                new Syscall.ExecRun(
                    new CommandRequest.Argv(List.of("python3", "-c", MAKE_EACH, place)),
                    Optional.empty(),
                    input.getBytes(UTF_8),
                    Optional.empty()));
    assertThat(ran.exitCode()).as(new String(ran.stderr().head(), UTF_8)).isZero();
    return ran.changes().stream()
        .collect(Collectors.toMap(PathOutcome::path, Function.identity(), (a, b) -> b));
  }

  private static PathOutcome made(Map<TreePath, PathOutcome> changes, String path) {
    return Optional.ofNullable(changes.get(TreePath.of(path)))
        .orElseThrow(() -> new AssertionError("no change of " + path));
  }

  private static Syscall command(String script, byte[] stdin, Optional<WorkspacePath> directory) {
    return new Syscall.ExecRun(
        new CommandRequest.Shell(script), directory, stdin, Optional.empty());
  }

  private long intents() {
    return run.folder().events().stream()
        .filter(dev.gatehouse.evidence.journal.Event.CallIntended.class::isInstance)
        .count();
  }

  private String code(String name, Supplier<Syscall> request) {
    return refusal(name, request).code().name();
  }

  private GatehouseException refusal(String name, Supplier<Syscall> request) {
    GatehouseException refused =
        catchThrowableOfType(
            GatehouseException.class,
            () -> fixture.dispatcher.call(fixture.caller(run), name, request));
    assertThat(refused).as(name).isNotNull();
    return refused;
  }
}
