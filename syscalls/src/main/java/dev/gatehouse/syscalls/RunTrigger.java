package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.journal.RunStatus;

/** What moves a run from one {@link RunPhase} to another. */
public enum RunTrigger {
  /** The gateway replays its journal; the triggers of its lines follow. */
  REPLAY,
  /** It cannot be opened. */
  SET_ASIDE,
  /** An operator reconciles, or the gateway starts. */
  RETRY,
  /** Its worker submits it; nothing is held. */
  SUBMIT,
  /** Its worker submits it while changes are held. */
  SUBMIT_HOLDING,
  /** The last held change is decided, or expires. */
  SETTLE_LAST,
  /** The verifier has run the plan. */
  COMPLETE,
  /** Its time is over, or an operator or its agent cancels it. */
  CANCEL,
  /** Nobody called for longer than its lease lasts. */
  ABANDON,
  /** The seal is written and the folder is in its place. */
  SEAL,
  /** Its evidence or its workspace cannot be written. */
  BREAK,
  /** The gateway closes what broke, and opens it again. */
  REOPEN;

  /** The trigger that the last line of a journal stands for. */
  public static RunTrigger of(RunStatus status) {
    return switch (status) {
      case COMPLETED -> COMPLETE;
      case CRASHED -> ABANDON;
      case CANCELLED -> CANCEL;
    };
  }
}
