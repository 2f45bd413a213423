package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.EventPage;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs whose journals are as large as they may be, on a gateway with a heap of 512 MiB. */
class LargeJournalTests {
  private static final long JOURNAL = 32L * 1024 * 1024;

  /** Each path has its line in the event: more than five mebibytes for one command. */
  private static final CommandRequest TOUCH =
      CommandRequest.shell("mkdir -p build; cd build; seq -f %0200.f 9900 | xargs touch");

  @Test
  void twoAreFilledReadAndSealedAtTheSameTime() throws Exception {
    try (Gateway gateway = Gateway.start();
        ExecutorService agents = Executors.newFixedThreadPool(2)) {
      RegisteredRepository site =
          RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");
      List<OpenedRun> runs = List.of(site.open(), site.open());
      List<Future<Long>> read =
          runs.stream().map(run -> agents.submit(() -> fillAndRead(site, run))).toList();
      for (Future<Long> each : read) {
        assertThat(each.get(5, TimeUnit.MINUTES)).isGreaterThan(10);
      }
      runs.forEach(run -> site.agent().inside(run).submit());
      for (OpenedRun run : runs) {
        RunView sealed = site.awaitSeal(run.runId());
        assertThat(sealed.verdict()).contains("PASSED");
        assertThat(size(RegisteredRepository.folder(sealed).resolve("data/journal.jsonl")))
            .isBetween(JOURNAL * 3 / 4, JOURNAL * 3 / 2);
      }
      assertThat(gateway.log()).doesNotContain("OutOfMemoryError");
    }
  }

  /** Calls until the journal has no room for a whole line; how many events it has then. */
  private static long fillAndRead(RegisteredRepository site, OpenedRun run) {
    RunClient first =
        new GatehouseClient(site.gateway().address(), site.agentToken(), () -> "first").inside(run);
    CommandAnswer answer = first.run(TOUCH);
    assertThat(answer.changes()).hasSizeGreaterThan(9900);
    RunClient others = site.agent().inside(run);
    CommandAnswer last = answer;
    for (int i = 0; i < 30 && last.changes().size() > 9000; i++) {
      last = others.run(TOUCH);
    }
    assertThat(last.changes()).as("named as one").hasSizeLessThan(10);
    // What was done under a key is still answered.
    assertThat(first.run(TOUCH).callId()).isEqualTo(answer.callId());
    return events(site, run);
  }

  private static long events(RegisteredRepository site, OpenedRun run) {
    long events = 0;
    EventPage page = site.agent().events(run.runId(), -1, 0);
    while (!page.events().isEmpty()) {
      events += page.events().size();
      page = site.agent().events(run.runId(), page.last(), 0);
    }
    return events;
  }

  private static long size(Path file) throws IOException {
    return Files.size(file);
  }
}
