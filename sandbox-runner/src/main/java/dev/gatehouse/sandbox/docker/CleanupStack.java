package dev.gatehouse.sandbox.docker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has to be taken back, last made first. A step that fails stays for the next attempt. */
final class CleanupStack implements AutoCloseable {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  synchronized void add(Runnable step) {
    steps.push(step);
  }

  /** Takes everything back because of {@code failure}, which carries what could not be. */
  <E extends Throwable> E because(E failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  @Override
  public synchronized void close() {
    Deque<Runnable> left = new ArrayDeque<>();
    @Nullable RuntimeException first = null;
    for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
      try {
        step.run();
      } catch (RuntimeException e) {
        left.addLast(step);
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    steps.addAll(left);
    if (first != null) {
      throw first;
    }
  }
}
