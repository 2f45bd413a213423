package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.evidence.check.FolderCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A full data disk refuses what would write, breaks nothing, and is over when there is room. */
class FullDiskTests {
  private static final long MIB = 1024 * 1024;
  private static final long FLOOR = 64 * MIB;

  private final SmallDisk disk = new SmallDisk(1024 * MIB);
  private final Gateway gateway =
      Gateway.startIn(disk.path(), "--gatehouse.min-free-bytes=" + FLOOR);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(
          gateway, DefectRepository.repository(), DefectRepository.PYTEST);

  @AfterEach
  void clear() {
    disk.empty();
    try (disk) {
      gateway.close();
    }
  }

  @Test
  void whatWouldWriteIsRefusedReadingGoesOnAndRoomEndsItWithoutARestart() {
    OpenedRun opened = site.open();
    RunClient run = site.agent().inside(opened);
    disk.fill(FLOOR / 2);

    List<ThrowingCallable> changes =
        List.of(
            () -> run.write("new.txt", "absent", "new\n"),
            () -> run.run(CommandRequest.shell("echo x > x.txt")),
            site::open,
            () -> RegisteredRepository.derived(gateway, "true"));
    for (ThrowingCallable change : changes) {
      long began = System.nanoTime();
      ProblemException problem = catchThrowableOfType(ProblemException.class, change);
      assertThat(problem.code()).isEqualTo("STORAGE_FULL");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
    assertThat(run.read(DefectRepository.FILE).sha256()).isEqualTo(DefectRepository.BROKEN_SHA256);
    assertThat(run.list(Optional.empty()).entries())
        .noneMatch(entry -> entry.name().equals("new.txt") || entry.name().equals("x.txt"));
    assertThat(gateway.operator().run(opened.runId()).state()).isEqualTo("OPEN");
    gateway.awaitHealth("readiness", 503);
    gateway.awaitHealth("liveness", 200);

    disk.fill(MIB);
    assertThat(
            catchThrowableOfType(ProblemException.class, () -> run.read(DefectRepository.FILE))
                .code())
        .as("no line of the journal, no answer")
        .isEqualTo("STORAGE_FULL");
    assertThat(gateway.operator().run(opened.runId()).state()).isEqualTo("OPEN");
    assertThat(gateway.operator().events(opened.runId(), -1, 0).events()).isNotEmpty();
    gateway.awaitHealth("liveness", 200);

    disk.empty();
    gateway.awaitHealth("readiness", 200);
    run.write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
    assertThat(run.run(CommandRequest.shell("echo again")).exitCode()).hasValue(0);
    RunView sealed = site.sealed(opened);
    assertThat(sealed.verdict()).contains("PASSED");
    assertThat(FolderCheck.check(RegisteredRepository.folder(sealed), gateway.trust()).findings())
        .isEmpty();
  }

  @Test
  void aSubmitGivesRoomBackWhereNothingElseMayBeWritten() throws Exception {
    RunClient other = site.agent().inside(site.open());
    OpenedRun large = site.open();
    RunClient run = site.agent().inside(large);
    run.run(
        CommandRequest.shell(
            "mkdir build; for i in 1 2 3 4 5 6; do head -c 15000000 /dev/zero > build/$i; done"));
    disk.fill(FLOOR / 2);
    ThrowingCallable write = () -> other.write("new.txt", "absent", "new\n");
    assertThat(catchThrowableOfType(ProblemException.class, write).code())
        .isEqualTo("STORAGE_FULL");

    run.submit();
    other.write("new.txt", "absent", "new\n");
    assertThat(site.awaitSeal(large.runId()).verdict()).isPresent();
  }
}
