package dev.gatehouse.syscalls;

import dev.gatehouse.sandbox.Ending;

/** How a command ended, in the words of the API and of the evidence. */
final class Endings {
  /** There is no exit code. */
  static final int NONE = -1;

  private static final int SIGNAL_BASE = 128;

  private Endings() {}

  static String name(Ending ending) {
    return switch (ending) {
      case Ending.Exited ignored -> "EXITED";
      case Ending.Signalled ignored -> "SIGNALLED";
      case Ending.TimedOut ignored -> "TIMED_OUT";
      case Ending.OutOfMemory ignored -> "OUT_OF_MEMORY";
      case Ending.OutputLimit ignored -> "OUTPUT_LIMIT";
      case Ending.Cancelled ignored -> "CANCELLED";
      case Ending.StarterLost ignored -> "STARTER_LOST";
    };
  }

  static int exitCode(Ending ending) {
    return switch (ending) {
      case Ending.Exited exited -> exited.code();
      case Ending.Signalled signalled -> SIGNAL_BASE + signalled.signal();
      case Ending.TimedOut ignored -> NONE;
      case Ending.OutOfMemory ignored -> NONE;
      case Ending.OutputLimit ignored -> NONE;
      case Ending.Cancelled ignored -> NONE;
      case Ending.StarterLost ignored -> NONE;
    };
  }
}
