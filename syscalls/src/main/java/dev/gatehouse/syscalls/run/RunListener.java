package dev.gatehouse.syscalls.run;

import dev.gatehouse.syscalls.SyscallObserver;

/** Hears that a run's journal has grown; rows and waiting clients follow from that. */
@FunctionalInterface
public interface RunListener {
  /** Called after each append, without waiting for the force; must return at once. */
  void changed(String runId);

  /** Observes the calls of runs. */
  default SyscallObserver observer() {
    return SyscallObserver.NONE;
  }
}
