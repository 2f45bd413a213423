package dev.gatehouse.controlplane.runs.closing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.report.BaseReport;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseReportFilesTests {
  @TempDir Path directory;
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void aReportIsMadeOnceAndOutlivesTheProcess() {
    BaseReport made = ask(1, "EXITED");

    assertThat(ask(1, "EXITED")).isEqualTo(made);
    assertThat(runs).hasValue(1);
    ask(2, "EXITED");
    assertThat(runs).hasValue(2);
  }

  @Test
  void ofManyWhoAskAtOnceOneRunsThePlan() throws Exception {
    BaseReportFiles files = files(Clock.systemUTC());
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<BaseReport>> answers =
          IntStream.range(0, 8)
              .mapToObj(_ -> pool.submit(() -> files.of(key(1), () -> run("EXITED"))))
              .toList();
      for (Future<BaseReport> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(report("EXITED"));
      }
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void whatTheMachineBroughtAboutIsNotKept() {
    ask(1, "STARTER_LOST");
    ask(1, "TIMED_OUT");

    assertThat(runs).hasValue(2);
  }

  @Test
  void aTornFileCostsOneRun() throws Exception {
    ask(1, "EXITED");
    Path file = directory.resolve(key(1).hex() + ".json");
    byte[] whole = Files.readAllBytes(file);
    for (byte[] torn : List.of(new byte[0], new byte[whole.length], "{}".getBytes(US_ASCII))) {
      Files.write(file, torn);
      int before = runs.get();

      ask(1, "EXITED");

      assertThat(runs).hasValue(before + 1);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void theOldestGoWhenThereAreTooMany() throws Exception {
    for (int i = 0; i <= BaseReportFiles.MOST; i++) {
      Clock clock = Clock.fixed(Instant.ofEpochSecond(2_000_000_000L + i), ZoneOffset.UTC);
      BaseReportFiles files = files(clock);
      files.of(key(i), () -> run("EXITED"));
      files.of(key(i), () -> run("EXITED"));
    }

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).hasSize(BaseReportFiles.MOST);
    }
    assertThat(directory.resolve(key(0).hex() + ".json")).doesNotExist();
  }

  private BaseReport ask(int number, String ending) {
    return files(Clock.systemUTC()).of(key(number), () -> run(ending));
  }

  private BaseReport run(String ending) {
    runs.incrementAndGet();
    return report(ending);
  }

  private static BaseReport report(String ending) {
    return new BaseReport(
        GitId.ofBlob(new byte[0]),
        List.of(
            new BaseStep(
                "tests", true, ending, 0, false, List.of(), List.of(), List.of(), List.of())));
  }

  private static Digest key(int number) {
    return Digest.of(new byte[] {(byte) (number >> 8), (byte) number});
  }

  private BaseReportFiles files(Clock clock) {
    return new BaseReportFiles(directory, clock);
  }
}
