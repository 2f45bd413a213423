package dev.gatehouse.syscalls;

import java.time.Duration;

/** Observes calls for logs and metrics. Its methods return at once and throw nothing. */
public interface SyscallObserver {
  /** An observer that does nothing. */
  SyscallObserver NONE =
      new SyscallObserver() {
        @Override
        public void began(String runId, String callId) {}

        @Override
        public void took(Step step, Duration time) {}
      };

  /** A step of a call that may take long. */
  enum Step {
    /** A container is made ready for a command. */
    PREPARE,
    /** A command runs. */
    RUN,
    /** Committed changes are applied to the workspace. */
    COMMIT,
    /** The journal is forced to the disk. */
    FORCE
  }

  /** A call has its id now; called in the thread that does the call. */
  void began(String runId, String callId);

  /** A step of a call has ended, or failed, after that time. */
  void took(Step step, Duration time);

  /** Does a step and reports how long it took. */
  default void timed(Step step, Runnable act) {
    long began = System.nanoTime();
    try {
      act.run();
    } finally {
      took(step, Duration.ofNanos(System.nanoTime() - began));
    }
  }
}
