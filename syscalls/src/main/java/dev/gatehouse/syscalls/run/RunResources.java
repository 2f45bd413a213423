package dev.gatehouse.syscalls.run;

import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.workspace.Footprint;
import java.util.concurrent.atomic.AtomicBoolean;

/** The workspace and the sandbox of an open run, which are given back once. */
public final class RunResources {
  private final RunParts parts;
  private final AtomicBoolean released = new AtomicBoolean();
  private Footprint grown = Footprint.NONE;

  RunResources(RunParts parts) {
    this.parts = parts;
  }

  /** Whether both were given back. */
  boolean givenBack() {
    return released.get();
  }

  /** Observes its calls. */
  public SyscallObserver observer() {
    return parts.listener().observer();
  }

  /** What it and all other open runs take together. */
  public RunShares shares() {
    return parts.shares();
  }

  /** By how much the workspace is larger than when the run was opened. */
  synchronized Footprint grown() {
    return released.get() ? Footprint.NONE : grown;
  }

  /** The workspace becomes larger by that, or smaller. */
  public synchronized void grow(Footprint by) {
    grown = grown.plus(by);
  }

  /** Removes both; what could not be removed is removed later, and thrown now. */
  void release() {
    if (released.compareAndSet(false, true)) {
      try {
        try {
          parts.sandbox().close();
        } finally {
          parts.workspace().remove();
        }
      } catch (RuntimeException e) {
        parts.left().add(parts.directory());
        throw e;
      }
    }
  }

  /** The same for a run whose journal says already that it takes no more calls. */
  void releaseNowOrLater() {
    try {
      release();
    } catch (RuntimeException e) {
      // It is among the workspaces that are removed later; nothing of the journal is undone.
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
