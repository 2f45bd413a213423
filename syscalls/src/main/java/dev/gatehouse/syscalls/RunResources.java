package dev.gatehouse.syscalls;

import java.util.concurrent.atomic.AtomicBoolean;

/** The workspace and the sandbox of an open run, which are given back once. */
final class RunResources {
  private final RunParts parts;
  private final AtomicBoolean released = new AtomicBoolean();

  RunResources(RunParts parts) {
    this.parts = parts;
  }

  /** Whether both were given back. */
  boolean givenBack() {
    return released.get();
  }

  /** Removes both; the run takes no calls any more. */
  void release() {
    if (released.compareAndSet(false, true)) {
      try {
        parts.sandbox().close();
      } finally {
        parts.workspace().remove();
      }
    }
  }

  /**
   * Lets go of both, unless they were released; the files stay.
   *
   * @param confirmed whether the engine has nothing more to say; otherwise containers stay too
   */
  void suspend(boolean confirmed) {
    if (released.compareAndSet(false, true)) {
      try {
        if (confirmed) {
          parts.sandbox().close();
        }
      } finally {
        parts.workspace().close();
      }
    }
  }
}
