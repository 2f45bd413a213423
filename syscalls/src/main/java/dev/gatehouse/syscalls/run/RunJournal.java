package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.folder.FolderEndedException;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.syscalls.state.RunState;
import java.util.function.Supplier;

/** Writes the journal of an open run and folds each line; a failed write breaks the run. */
final class RunJournal {
  private final RunParts parts;
  private final RunState state;
  private final RunExclusion exclusion;
  private final JournalSignal signal;
  private final SyscallObserver observer;

  RunJournal(
      RunParts parts,
      RunState state,
      RunExclusion exclusion,
      JournalSignal signal,
      SyscallObserver observer) {
    this.parts = parts;
    this.state = state;
    this.exclusion = exclusion;
    this.signal = signal;
    this.observer = observer;
  }

  /** Appends a line of a refusal or a confirmation, unless the journal is closed. */
  void appendUnlessEnded(Supplier<Event> event) {
    Event made;
    try {
      made = event.get();
    } catch (FolderEndedException e) {
      return;
    }
    synchronized (this) {
      if (!state.phase().hasEnded()) {
        append(made);
      }
    }
  }

  /**
   * Appends events in order, not forced.
   *
   * @throws SyscallException RUN_NOT_OPEN, EVIDENCE_BROKEN
   */
  synchronized void append(Event... events) {
    if (state.phase().hasEnded()) {
      throw SyscallException.runEnded();
    }
    try {
      for (Event event : events) {
        parts.folder().append(event);
        state.fold(event);
      }
    } catch (RuntimeException e) {
      throw exclusion.broke(e);
    }
    signal.signal();
    parts.listener().changed(parts.folder().run().runId());
  }

  /**
   * Returns when all that was appended is durable.
   *
   * @throws SyscallException EVIDENCE_BROKEN
   */
  void force() {
    try {
      observer.timed(SyscallObserver.Step.FORCE, parts.folder()::force);
    } catch (RuntimeException e) {
      throw exclusion.broke(e);
    }
  }
}
