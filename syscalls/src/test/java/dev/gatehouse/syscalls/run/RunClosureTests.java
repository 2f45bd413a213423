package dev.gatehouse.syscalls.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.VerificationStep;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What links and scripts of the base take is held by every way of writing, and pinned. */
@Requires({Requirement.ENGINE, Requirement.ROOT})
class RunClosureTests {
  @TempDir Path data;

  @Test
  void whatABaseTakesIsHeldFromSyscallsAndCommandsAndAfterARestart() throws IOException {
    try (RunFixture fixture = base("closure-held")) {
      OpenRun run =
          fixture.open(
              "held",
              ProfileLoader.shipped("contained")
                  .withSteps(
                      "derived", List.of(VerificationStep.shell("tests", "sh ci/test.sh", 60))));
      PathOutcome linked = fixture.write(run, "tools/new.py", "absent", "x\n").outcome();
      assertThat(linked.disposition()).isEqualTo(Disposition.HELD);
      assertThat(linked.decision().rule()).isEqualTo("python-test-runners");
      PathOutcome named = fixture.write(run, "ci/test.sh", "absent", "x\n").outcome();
      assertThat(named.disposition()).isEqualTo(Disposition.HELD);
      assertThat(named.decision().rule()).isEqualTo("builtin.control");
      Answer.CommandRan ran =
          fixture.shell(run, "mkdir -p tools ci; echo y | tee tools/new.py ci/test.sh");
      assertThat(ran.changes())
          .filteredOn(change -> !change.path().display().endsWith("tools"))
          .filteredOn(change -> !change.path().display().endsWith("ci"))
          .extracting(PathOutcome::disposition)
          .containsOnly(Disposition.HELD);
      fixture.runs.detach(run);

      OpenRun again = fixture.recover("held");
      assertThat(again.policy().closure()).isEqualTo(run.policy().closure());
      assertThat(fixture.write(again, "tools/new.py", "absent", "z\n").outcome().decision())
          .isEqualTo(linked.decision());
    }
  }

  @Test
  void aRunWhoseClosureWasChangedIsNotOpenedAgain() throws IOException {
    try (RunFixture fixture = base("closure-changed")) {
      OpenRun run = fixture.open("changed");
      Path closure = run.folder().path().resolve(FolderNames.CLOSURE);
      fixture.runs.detach(run);
      Files.writeString(closure, Files.readString(closure).replace("tools/new.py", "tools/old.py"));

      GatehouseException refused =
          catchThrowableOfType(GatehouseException.class, () -> fixture.recover("changed"));

      assertThat(refused.code().name()).isEqualTo("CLOSURE_DAMAGED");
    }
  }

  @Test
  void aBaseWhoseClosureIsTooLargeOpensNoRun() throws IOException {
    try (RunFixture fixture = base("closure-large")) {
      fixture.with("Makefile", "#".repeat((1 << 20) + 1));

      GatehouseException refused =
          catchThrowableOfType(GatehouseException.class, () -> fixture.open("large"));

      assertThat(refused.code().name()).isEqualTo("CLOSURE_TOO_LARGE");
      assertThat(data.resolve("staging")).isEmptyDirectory();
      assertThat(data.resolve("workspaces")).isEmptyDirectory();
    }
  }

  private RunFixture base(String owner) throws IOException {
    return new RunFixture(data, owner)
        .with("a.txt", "one\n")
        .with("conftest.py", FileMode.SYMLINK, "tools/new.py");
  }
}
