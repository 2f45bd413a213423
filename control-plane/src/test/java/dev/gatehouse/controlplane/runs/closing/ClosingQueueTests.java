package dev.gatehouse.controlplane.runs.closing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is closed next. */
class ClosingQueueTests {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plus(ClosingQueue.LONGEST_PAUSE);

  private final ClosingQueue queue = new ClosingQueue(8);

  @Test
  void runsAreTakenInTheOrderInWhichTheyCame() {
    offer("a1", "b1", "c1");
    assertTaken("a1", "b1", "c1");
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void agentsTakeTurns() {
    offer("a1", "a2", "a3", "b1", "c1", "b2");
    assertTaken("a1", "b1", "c1", "a2");
    queue.done("a1");
    queue.done("b1");
    queue.done("c1");
    assertTaken("b2", "a3");
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void oneAgentHasTwoPlacesAtMost() {
    offer("a1", "a2", "a3", "a4");
    assertTaken("a1", "a2");
    assertThat(queue.take()).isEmpty();
    offer("b1");
    assertTaken("b1");
    queue.done("a2");
    assertTaken("a3");
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void thePlacesThatAreLeftInTheEndAreForAgentsThatHaveNone() {
    offer("a1", "b1", "c1", "d1", "a2", "b2", "c2", "e1");
    assertTaken("a1", "b1", "c1", "d1", "e1");
    assertThat(queue.take()).isEmpty();
    queue.done("d1");
    assertThat(queue.take()).isEmpty();
    queue.done("e1");
    assertTaken("a2");
    assertThat(queue.take()).isEmpty();
    offer("f1", "g1", "h1", "i1", "j1");
    assertTaken("f1", "g1", "h1", "i1");
    assertThat(queue.take()).as("every place is taken").isEmpty();
  }

  @Test
  void aRunIsQueuedOnce() {
    assertThat(queue.offer("a1", "a", NOW)).isTrue();
    assertThat(queue.offer("a1", "a", NOW)).isFalse();
    queue.take();
    assertThat(queue.offer("a1", "a", NOW)).as("while it is being closed").isFalse();
  }

  @Test
  void aRunThatFailedIsTakenAfterItsPauseAndAfterTheOthers() {
    fail("a1");
    assertThat(queue.offer("a1", "a", NOW)).isFalse();
    assertThat(queue.offer("a1", "a", LATER)).isTrue();
    queue.offer("b1", "b", LATER);
    assertTaken("b1", "a1");
  }

  @Test
  void runsThatFailedNeverTakeTheLastPlace() {
    for (String run : new String[] {"a1", "b1", "c1", "d1", "e1"}) {
      fail(run);
      queue.offer(run, run.substring(0, 1), LATER);
    }
    assertTaken("a1", "b1", "c1", "d1");
    assertThat(queue.take()).isEmpty();
    queue.offer("f1", "f", LATER);
    assertTaken("f1");
    queue.failed("a1", LATER);
    assertTaken("e1");
  }

  @Test
  void runsThatFailedNeverTakeTheLastPlaceOfTheirAgent() {
    fail("a1");
    fail("a2");
    queue.offer("a1", "a", LATER);
    queue.offer("a2", "a", LATER);
    assertTaken("a1");
    assertThat(queue.take()).isEmpty();
    queue.offer("a3", "a", LATER);
    assertTaken("a3");
    queue.failed("a1", LATER);
    assertTaken("a2");
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
    fail("a1");
    queue.offer("a1", "a", LATER);
    queue.take();
    queue.done("a1");
    assertThat(queue.failuresOf("a1")).isZero();
    assertThat(queue.offer("a1", "a", NOW)).isTrue();
  }

  @Test
  void tooFewPlacesAreRefused() {
    assertThatThrownBy(() -> new ClosingQueue(3)).hasMessageContaining("gatehouse.closings");
  }

  /** The agent of a run is its first letter. */
  private void offer(String... runs) {
    for (String run : runs) {
      queue.offer(run, run.substring(0, 1), NOW);
    }
  }

  private void assertTaken(String... runs) {
    for (String run : runs) {
      assertThat(queue.take()).contains(run);
    }
  }

  private void fail(String run) {
    offer(run);
    assertThat(queue.take()).contains(run);
    queue.failed(run, NOW);
  }
}
