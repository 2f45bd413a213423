package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is closed next. */
class ClosingQueueTests {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plus(ClosingQueue.LONGEST_PAUSE);

  private final ClosingQueue queue = new ClosingQueue(2);

  @Test
  void runsAreTakenInTheOrderInWhichTheyCame() {
    offer("a", "b", "c");
    assertThat(queue.take()).contains("a");
    assertThat(queue.take()).contains("b");
    assertThat(queue.take()).contains("c");
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void aRunIsQueuedOnce() {
    assertThat(queue.offer("a", NOW)).isTrue();
    assertThat(queue.offer("a", NOW)).isFalse();
    queue.take();
    assertThat(queue.offer("a", NOW)).as("while it is being closed").isFalse();
  }

  @Test
  void aRunThatFailedIsTakenAfterItsPauseAndAfterTheOthers() {
    fail("a");
    assertThat(queue.offer("a", NOW)).isFalse();
    assertThat(queue.offer("a", LATER)).isTrue();
    queue.offer("b", LATER);
    assertThat(queue.take()).contains("b");
    assertThat(queue.take()).contains("a");
  }

  @Test
  void runsThatFailedNeverTakeTheLastPlace() {
    fail("a");
    fail("b");
    queue.offer("a", LATER);
    queue.offer("b", LATER);
    assertThat(queue.take()).contains("a");
    assertThat(queue.take()).isEmpty();
    queue.offer("c", LATER);
    assertThat(queue.take()).contains("c");
    queue.failed("a", LATER);
    assertThat(queue.take()).contains("b");
  }

  @Test
  void thePauseDoublesUpToItsBound() {
    assertThat(ClosingQueue.pause(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(ClosingQueue.pause(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(ClosingQueue.pause(9)).isEqualTo(Duration.ofSeconds(256));
    assertThat(ClosingQueue.pause(10)).isEqualTo(Duration.ofMinutes(5));
    assertThat(ClosingQueue.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatIsDoneBeginsAnew() {
    fail("a");
    queue.offer("a", LATER);
    queue.take();
    queue.done("a");
    assertThat(queue.failuresOf("a")).isZero();
    assertThat(queue.offer("a", NOW)).isTrue();
  }

  private void offer(String... runs) {
    for (String run : runs) {
      queue.offer(run, NOW);
    }
  }

  private void fail(String run) {
    queue.offer(run, NOW);
    assertThat(queue.take()).contains(run);
    queue.failed(run, NOW);
  }
}
