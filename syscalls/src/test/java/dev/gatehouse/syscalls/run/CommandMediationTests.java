package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a command in a real container changes passes the same policy as a syscall. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandMediationTests {
  private static final String CI = RunFixture.WORKFLOW;

  private RunFixture fixture;
  private OpenRun run;

  @BeforeAll
  void openRun(@TempDir Path data) throws IOException {
    fixture = new RunFixture(data, "mediation-tests").withProject();
    run = fixture.open("mediation");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void writesAFileThatACommandThenSees() {
    Answer.FileChanged changed =
        fixture.write(run, "src/new.txt", "absent", "written by syscall\n");
    assertThat(changed.outcome().disposition()).isEqualTo(Disposition.COMMITTED);
    Answer.CommandRan ran = fixture.shell(run, "cat src/new.txt; exit 7");
    assertThat(ran.exitCode()).isEqualTo(7);
    assertThat(new String(ran.stdout().head(), UTF_8)).isEqualTo("written by syscall\n");
    assertThat(ran.changes()).isEmpty();
  }

  @Test
  void decidesEachPathThatACommandWrote() {
    Answer.CommandRan ran =
        fixture.shell(
            run,
            """
            set -e
            echo more >> src/b.txt
            rm src/dir/c.txt
            mkdir -p pkg/__pycache__ && echo x > pkg/__pycache__/m.pyc
            echo 'on: [pull_request]' > %s
            echo leak > .env
            ln -s /etc/passwd src/link
            mkfifo src/pipe
            """
                .formatted(CI));
    assertThat(ran.exitCode()).isZero();
    Map<String, Disposition> dispositions =
        ran.changes().stream()
            .collect(Collectors.toMap(c -> c.path().display(), PathOutcome::disposition));
    assertThat(dispositions)
        .containsEntry("src/b.txt", Disposition.COMMITTED)
        .containsEntry("src/dir/c.txt", Disposition.COMMITTED)
        .containsEntry("pkg/__pycache__/m.pyc", Disposition.SCRATCH)
        .containsEntry(CI, Disposition.HELD)
        .containsEntry(".env", Disposition.DROPPED)
        .containsEntry("src/link", Disposition.DROPPED)
        .containsEntry("src/pipe", Disposition.DROPPED);
    assertThat(fixture.read(run, "src/b.txt")).isEqualTo("beta\nmore\n");
    assertThat(fixture.read(run, CI)).isEqualTo("on: push\n");
    assertThat(run.committedTree().file(TreePath.of("src/dir/c.txt"))).isEmpty();
    assertThat(run.committedTree().file(TreePath.of(".env")))
        .isEqualTo(run.base().file(TreePath.of(".env")));
  }

  @Test
  void aFileThatMayNotBeReadIsNotThere() {
    Answer.CommandRan ran =
        fixture.shell(run, "cat .env || git show HEAD:.env || find . -name .env");
    assertThat(new String(ran.stdout().head(), UTF_8)).doesNotContain("canary");
    assertThat(refusal(new Syscall.FileRead(WorkspacePath.parse(".env"), 100)).code().name())
        .isEqualTo("POLICY_DENIED");
  }

  private GatehouseException refusal(Syscall syscall) {
    return catchThrowableOfType(
        GatehouseException.class, () -> fixture.call(fixture.caller(run), syscall));
  }
}
