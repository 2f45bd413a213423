package dev.gatehouse.controlplane.work;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.MDC;

/**
 * The gateway's one pool for heavy computing whose result a caller waits for: diffs, reading of
 * evidence, gates. Platform threads, so that computing never takes the threads that answer calls; a
 * bounded queue and a deadline per piece of work, so that no caller waits without end.
 *
 * <p>Work is interrupted at its deadline and has to notice: a loop without blocking calls looks at
 * {@link #checkpoint()} every few milliseconds.
 */
public final class WorkPool implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final ThreadPoolExecutor executor;
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  /**
   * A pool.
   *
   * @param threads how much work is done at once, at least 1
   * @param queue how much more may wait, at least 1
   */
  public WorkPool(int threads, int queue) {
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().name("gatehouse-work-", 1).daemon(true).factory());
  }

  /**
   * Does the work in the pool and waits for its result. Called by work of this pool it is done at
   * once in the same thread, under the deadline that is there already.
   *
   * @param what names the work in a refusal, such as {@code "the diff of an approval"}
   * @param deadline from now until the result is there, waiting in the queue included
   * @return what the work returns; an unchecked exception of the work is thrown as it is
   * @throws WorkException OVERLOADED if the queue is full or the pool is closed; WORK_TIMED_OUT if
   *     the deadline passes
   * @throws UncheckedIOException if the work throws an {@link IOException}
   */
  public <T> T call(String what, Duration deadline, Callable<T> work) {
    if (inside.get()) {
      return direct(work);
    }
    Map<String, String> context = MDC.getCopyOfContextMap();
    FutureTask<T> task =
        new FutureTask<>(() -> {
          inside.set(true);
          MDC.setContextMap(context == null ? Map.of() : context);
          return work.call();
        });
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      throw overloaded(what);
    }
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new WorkException(
          ApiErrorCode.WORK_TIMED_OUT,
          what + " was not done within " + deadline.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw failure(what, e.getCause() == null ? e : e.getCause());
    } catch (CancellationException e) {
      throw overloaded(what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded(what);
    } finally {
      abandon(task);
    }
  }

  /**
   * For loops that compute: ends work whose deadline has passed.
   *
   * @throws CancellationException if the current thread was interrupted
   */
  public static void checkpoint() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the work was interrupted");
    }
  }

  /** Takes no more work, and ends what runs: in order within 5 s, else interrupted. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (executor.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Runnable waiting : executor.shutdownNow()) {
      if (waiting instanceof Future<?> task) {
        task.cancel(/* mayInterruptIfRunning= */ true);
      }
    }
  }

  private static <T> T direct(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw unchecked(e);
    }
  }

  /** Interrupts work that nobody waits for any more, or takes it from the queue. */
  private void abandon(FutureTask<?> task) {
    if (task.cancel(/* mayInterruptIfRunning= */ true)) {
      executor.remove(task);
    }
  }

  private static RuntimeException failure(String what, Throwable cause) {
    return switch (cause) {
      case InterruptedException e -> overloaded(what);
      case CancellationException e -> overloaded(what);
      case Exception e -> unchecked(e);
      case Error e -> throw e;
      default -> new IllegalStateException(what + " failed", cause);
    };
  }

  private static RuntimeException unchecked(Exception e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case IOException io -> new UncheckedIOException(io);
      default -> new IllegalStateException("work failed", e);
    };
  }

  private static WorkException overloaded(String what) {
    return new WorkException(
        ApiErrorCode.OVERLOADED, "the gateway has no room for " + what + " now");
  }
}
