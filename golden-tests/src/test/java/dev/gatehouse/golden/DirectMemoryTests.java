package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.CommandRequest;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A thread of the server that has read or written much keeps no buffer of that size: there are 400
 * of them, and what they keep lies outside the heap, where nothing else bounds it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectMemoryTests {
  private static final long MIB = 1 << 20;
  private static final int READERS = 24;
  private static final int ROUNDS = 6;

  /** Leaves about 2 MiB in one line of the journal. */
  private static final String LONG_LINE =
      "mkdir build; cd build; seq -f %0150.0f 5000 | xargs touch";

  private final Gateway gateway = Gateway.startWith(DirectMemory.COUNTED);
  private final RegisteredRepository site =
      RegisteredRepository.verifiedBy(gateway, DefectRepository.repository(), "true");

  @AfterAll
  void close() {
    gateway.close();
  }

  @Test
  void threadsThatReadLongLinesKeepNoBuffersOfTheirSize() throws Exception {
    OpenedRun run = site.open();
    RunClient inside = site.agent().inside(run);
    assertThat(inside.run(CommandRequest.shell(LONG_LINE)).changes()).hasSizeGreaterThan(5000);
    long before = DirectMemory.of(gateway.pid());
    readAtOnce(run.runId());
    RunView sealed = site.sealed(run);
    readAtOnce(sealed.runId());
    assertThat(DirectMemory.of(gateway.pid())).isLessThan(before + 8 * MIB);
  }

  /** Many readers at the same moment, so that as many threads read as there is memory for. */
  private void readAtOnce(String runId) throws Exception {
    GatehouseClient operator = gateway.operator();
    long last = operator.events(runId, -1, 0).last();
    CyclicBarrier together = new CyclicBarrier(READERS);
    AtomicInteger answered = new AtomicInteger();
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        reading.add(
            readers.submit(() -> {
              for (int round = 0; round < ROUNDS; round++) {
                together.await(1, TimeUnit.MINUTES);
                answered.addAndGet(reads(operator, runId, last));
              }
              return answered;
            }));
      }
      for (Future<?> each : reading) {
        each.get(2, TimeUnit.MINUTES);
      }
    }
    assertThat(answered.get()).isGreaterThan(2 * ROUNDS);
  }

  /** 1 if the event was answered, and 0 if there was no memory for it. */
  private static int reads(GatehouseClient operator, String runId, long after) {
    try {
      return operator.events(runId, after, 0).events().isEmpty() ? 0 : 1;
    } catch (ProblemException refused) {
      assertThat(refused.code()).isIn("OVERLOADED", "TOO_LARGE", "TOO_MANY_CALLS");
      return 0;
    }
  }
}
