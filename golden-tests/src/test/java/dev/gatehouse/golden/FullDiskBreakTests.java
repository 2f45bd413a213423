package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import dev.gatehouse.evidence.check.FolderCheck;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A disk without one free block, under a gateway that keeps no floor: the runs that write break,
 * and go on by themselves when there is room.
 */
class FullDiskBreakTests {
  private static final long BYTES = 1024L * 1024 * 1024;
  private static final Duration WHILE_FULL = Duration.ofSeconds(5);
  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(90);
  private static final int LARGE = 300_000;

  /** What the step starts on the result alone; on the base it ends at once. */
  private static final String PROCESS = "sleep 8.21";

  private static final String STEP = "grep -q 'return 2' fare.py || sleep 8.2''1";

  private final SmallDisk disk = new SmallDisk(BYTES);
  private final Gateway gateway = Gateway.startIn(disk.path(), "--gatehouse.min-free-bytes=0");
  private final Engine engine = Engine.of(gateway);

  @AfterEach
  void clear() {
    disk.empty();
    try (disk) {
      gateway.close();
    }
    assertThat(engine.containers()).isEmpty();
    assertThat(engine.volumes()).isEmpty();
  }

  @Test
  void whatBreaksGoesOnWithoutARestartAndNothingAcknowledgedIsLost() throws Exception {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
    OpenedRun opened = site.open();
    RunClient run = site.agent().inside(opened);
    FileChanged mended = mend(site, opened);
    run.run(CommandRequest.shell("echo before > before.txt"));
    disk.fillUp();

    List<String> acknowledged = new ArrayList<>();
    assertThat(breaks(run, acknowledged)).isEqualTo("EVIDENCE_BROKEN");
    long end = System.nanoTime() + WHILE_FULL.toNanos();
    while (System.nanoTime() < end) {
      assertThat(codeOf(() -> run.read(DefectRepository.FILE))).isEqualTo("EVIDENCE_BROKEN");
      assertThat(codeOf(() -> run.write("more.txt", "absent", "more\n")))
          .isEqualTo("EVIDENCE_BROKEN");
      assertThat(codeOf(() -> run.run(CommandRequest.shell("true")))).isEqualTo("EVIDENCE_BROKEN");
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    assertRefusalSaysWhen(opened);
    assertThat(gateway.operator().run(opened.runId()).sealed()).isFalse();

    disk.empty();
    await(() -> codeOf(() -> run.read(DefectRepository.FILE)).isEmpty());
    assertThat(mend(site, opened)).as("the same key, the same answer").isEqualTo(mended);
    for (String path : acknowledged) {
      assertThat(run.read(path).size()).isEqualTo(LARGE);
    }
    assertThat(
            run.run(CommandRequest.shell("cat before.txt; " + DefectRepository.PYTEST)).exitCode())
        .hasValue(0);
    assertPassed(site.sealed(opened));
  }

  @Test
  void aRunThatBreaksWhileItIsSealedIsSealedWhenThereIsRoom() throws Exception {
    RegisteredRepository site =
        RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), STEP);
    OpenedRun opened = site.open();
    mend(site, opened);
    site.agent().inside(opened).submit();
    engine.awaitProcess(PROCESS);
    disk.fillUp();
    await(() -> gateway.log().contains(opened.runId() + " broke"));
    assertThat(gateway.operator().run(opened.runId()).sealed()).isFalse();

    disk.empty();
    assertPassed(site.awaitSeal(opened.runId()));
  }

  /** Writes until a write is refused, and says by which code. */
  private static String breaks(RunClient run, List<String> acknowledged) {
    for (int i = 0; i < 200; i++) {
      String path = "large-%s.txt".formatted(i);
      String code =
          codeOf(() -> run.write(path, "absent", (path + " ").repeat(LARGE).substring(0, LARGE)));
      if (!code.isEmpty()) {
        return code;
      }
      acknowledged.add(path);
    }
    throw new AssertionError("a full disk refuses nothing");
  }

  private FileChanged mend(RegisteredRepository site, OpenedRun run) {
    return new GatehouseClient(gateway.address(), site.agentToken(), () -> "mend")
        .inside(run)
        .write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
  }

  private void assertRefusalSaysWhen(OpenedRun run) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                gateway.address().resolve("/v1/runs/" + run.runId() + "/syscalls/dir.list"))
            .header("Authorization", "Bearer " + run.token())
            .header("Gatehouse-Fence", Long.toString(run.fence()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("EVIDENCE_BROKEN");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
  }

  private void assertPassed(RunView sealed) {
    assertThat(sealed.verdict()).contains("PASSED");
    Path folder = RegisteredRepository.folder(sealed);
    assertThat(FolderCheck.check(folder, gateway.trust()).findings()).isEmpty();
    assertThat(Product.verifyScript(folder, gateway.trustFile()).exitCode()).isZero();
  }

  private void await(BooleanSupplier holds) {
    long end = System.nanoTime() + GOES_ON_WITHIN.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(gateway.log()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static String codeOf(Supplier<?> call) {
    try {
      var _ = call.get();
      return "";
    } catch (ProblemException e) {
      return e.code();
    }
  }
}
