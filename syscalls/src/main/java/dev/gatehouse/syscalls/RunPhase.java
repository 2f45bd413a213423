package dev.gatehouse.syscalls;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run is in its life. The states of the API and of rows are these names, and every guard
 * asks them; {@code docs/run-phases.md} has the table as a diagram.
 */
public enum RunPhase {
  /** The gateway has its folder and has not opened it yet, or opens it again. */
  OPENING,
  /** It could not be opened; an operator looks at the cause. */
  SET_ASIDE,
  /** Its worker may call. */
  OPEN,
  /** Submitted; a held change is not decided yet. */
  WAITING_FOR_APPROVALS,
  /** Submitted; the verifier runs the plan. */
  VERIFYING,
  /** The last line of its journal is written; reports and the seal are missing. */
  SEALING,
  /** Its evidence or its workspace could not be written. */
  BROKEN,
  /** Closed by its seal. */
  SEALED;

  private static final Map<RunPhase, Map<RunTrigger, RunPhase>> TABLE =
      Map.of(
          OPENING, Map.of(RunTrigger.REPLAY, OPEN, RunTrigger.SET_ASIDE, SET_ASIDE),
          SET_ASIDE, Map.of(RunTrigger.RETRY, OPENING),
          OPEN,
              Map.of(
                  RunTrigger.SUBMIT, VERIFYING,
                  RunTrigger.SUBMIT_HOLDING, WAITING_FOR_APPROVALS,
                  RunTrigger.CANCEL, SEALING,
                  RunTrigger.ABANDON, SEALING,
                  RunTrigger.BREAK, BROKEN),
          WAITING_FOR_APPROVALS,
              Map.of(
                  RunTrigger.SETTLE_LAST, VERIFYING,
                  RunTrigger.CANCEL, SEALING,
                  RunTrigger.BREAK, BROKEN),
          VERIFYING, Map.of(RunTrigger.COMPLETE, SEALING, RunTrigger.BREAK, BROKEN),
          SEALING, Map.of(RunTrigger.SEAL, SEALED, RunTrigger.BREAK, BROKEN),
          BROKEN, Map.of(RunTrigger.REOPEN, OPENING),
          SEALED, Map.of());

  /** The phase after {@code trigger}; empty where the run takes no such trigger in this phase. */
  public Optional<RunPhase> next(RunTrigger trigger) {
    return Optional.ofNullable(transitions().get(trigger));
  }

  /** Every transition of this phase, in the order of the triggers. */
  public Map<RunTrigger, RunPhase> transitions() {
    Map<RunTrigger, RunPhase> sorted = new EnumMap<>(RunTrigger.class);
    sorted.putAll(TABLE.getOrDefault(this, Map.of()));
    return sorted;
  }

  /** Whether a run takes this syscall in this phase. */
  public boolean accepts(Syscall syscall) {
    return switch (this) {
      case OPEN -> true;
      case WAITING_FOR_APPROVALS, VERIFYING -> syscall.allowedAfterSubmit();
      case OPENING, SET_ASIDE, SEALING, BROKEN, SEALED -> false;
    };
  }

  /** Whether the last line of the journal is written. */
  public boolean hasEnded() {
    return this == SEALING || this == SEALED;
  }
}
