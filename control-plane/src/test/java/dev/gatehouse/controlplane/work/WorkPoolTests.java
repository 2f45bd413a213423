package dev.gatehouse.controlplane.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkPoolTests {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final WorkPool pool = new WorkPool(1, 1);
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    callers.shutdownNow();
    pool.close();
  }

  private Future<String> occupy() throws InterruptedException {
    Future<String> running =
        callers.submit(() ->
            pool.call(
                "first",
                LONG,
                () -> {
                  started.countDown();
                  release.await();
                  return "done";
                }));
    started.await();
    return running;
  }

  private static void refused(ApiErrorCode code, Callable<?> call) {
    assertThatExceptionOfType(WorkException.class)
        .isThrownBy(call::call)
        .satisfies(e -> {
          assertThat(e.code()).isEqualTo(code);
          assertThat(e.code().retryAfter()).isPresent();
          assertThat(e.next()).contains("again");
        });
  }

  @Test
  void workRunsOnANamedPlatformThreadAndItsResultIsReturned() {
    Thread thread = pool.call("it", LONG, Thread::currentThread);
    assertThat(thread.getName()).startsWith("gatehouse-work-");
    assertThat(thread.isVirtual()).isFalse();
  }

  @Test
  void fullQueueIsRefusedAtOnce() throws Exception {
    Future<String> running = occupy();
    CountDownLatch calling = new CountDownLatch(2);
    List<Future<String>> more =
        IntStream.range(0, 2)
            .mapToObj(i ->
                callers.submit(() -> {
                  calling.countDown();
                  return pool.call("more", LONG, () -> "later");
                }))
            .toList();
    calling.await();
    // One of the two waits in the queue; the other, or this third one, finds it full.
    while (more.stream().noneMatch(Future::isDone)) {
      Thread.onSpinWait();
    }
    refused(ApiErrorCode.OVERLOADED, () -> pool.call("third", LONG, () -> "never"));
    release.countDown();
    assertThat(running.get()).isEqualTo("done");
  }

  @Test
  void workIsInterruptedAtItsDeadline() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    refused(
        ApiErrorCode.WORK_TIMED_OUT,
        () ->
            pool.call(
                "endless",
                SHORT,
                () -> {
                  try {
                    release.await();
                  } finally {
                    if (release.getCount() > 0) {
                      interrupted.countDown();
                    }
                  }
                  return "never";
                }));
    assertThat(interrupted.await(30, SECONDS)).isTrue();
    assertThat(pool.<String>call("next", LONG, () -> "free")).isEqualTo("free");
  }

  @Test
  void loopThatLooksAtItsCheckpointEndsAtTheDeadline() {
    refused(
        ApiErrorCode.WORK_TIMED_OUT,
        () ->
            pool.call(
                "a loop",
                SHORT,
                () -> {
                  while (release.getCount() > 0) {
                    WorkPool.checkpoint();
                  }
                  return "never";
                }));
    assertThat(pool.<String>call("next", LONG, () -> "free")).isEqualTo("free");
  }

  @Test
  void timeInTheQueueCountsAndWorkThatNobodyWaitsForIsNotDone() throws Exception {
    Future<String> running = occupy();
    AtomicInteger done = new AtomicInteger();
    refused(ApiErrorCode.WORK_TIMED_OUT, () -> pool.call("second", SHORT, done::incrementAndGet));
    Future<String> third = callers.submit(() -> pool.call("third", LONG, () -> "third"));
    release.countDown();
    assertThat(running.get()).isEqualTo("done");
    assertThat(third.get()).isEqualTo("third");
    assertThat(done).hasValue(0);
  }

  @Test
  void interruptedCallerLeavesAndItsWorkIsInterrupted() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                pool.call(
                    "first",
                    LONG,
                    () -> {
                      started.countDown();
                      return release.await(50, SECONDS);
                    });
              } catch (WorkException e) {
                left.countDown();
              }
            });
    started.await();
    caller.interrupt();
    assertThat(left.await(30, SECONDS)).isTrue();
    assertThat(pool.<String>call("next", LONG, () -> "free")).isEqualTo("free");
  }

  @Test
  void failureOfTheWorkIsTheCallers() {
    assertThatThrownBy(() ->
            pool.call(
                "it",
                LONG,
                () -> {
                  throw new IllegalArgumentException("no");
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no");
    assertThatThrownBy(() ->
            pool.call(
                "it",
                LONG,
                () -> {
                  throw new IOException("disk");
                }))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void workThatAsksForMoreWorkDoesNotWaitForItself() {
    assertThat(pool.<String>call("outer", LONG, () -> pool.call("inner", LONG, () -> "inner")))
        .isEqualTo("inner");
  }

  @Test
  void closedPoolRefuses() {
    pool.close();
    refused(ApiErrorCode.OVERLOADED, () -> pool.call("it", LONG, () -> "never"));
  }
}
