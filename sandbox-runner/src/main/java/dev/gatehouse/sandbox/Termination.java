package dev.gatehouse.sandbox;

/** How a command ended. Only {@link Exited} and {@link Signalled} are endings of its own. */
public sealed interface Termination {
  /**
   * Its main process exited.
   *
   * @param code 0 to 255; 127 and 126 also say that it could not be started, as in a shell
   */
  record Exited(int code) implements Termination {}

  /**
   * Its main process was ended by a signal from within the container.
   *
   * @param signal number of the signal
   */
  record Signalled(int signal) implements Termination {}

  /** Killed at its time limit. */
  record TimedOut() implements Termination {}

  /** The kernel killed at least one of its processes at the memory limit. */
  record OutOfMemory() implements Termination {}

  /** Killed because it wrote more than it may. */
  record OutputLimit() implements Termination {}

  /** Killed because {@link PreparedCommand#cancel()} was called. */
  record Cancelled() implements Termination {}

  /**
   * No closing frame came, or one that does not agree with what was received. Nothing is known
   * about the command's end, and nothing is guessed.
   *
   * @param why what was seen instead
   */
  record StarterLost(String why) implements Termination {}

  /** The stable name, in UPPER_SNAKE, that answers and evidence have for it. */
  default String name() {
    return switch (this) {
      case Exited _ -> "EXITED";
      case Signalled _ -> "SIGNALLED";
      case TimedOut _ -> "TIMED_OUT";
      case OutOfMemory _ -> "OUT_OF_MEMORY";
      case OutputLimit _ -> "OUTPUT_LIMIT";
      case Cancelled _ -> "CANCELLED";
      case StarterLost _ -> "STARTER_LOST";
    };
  }

  /** The exit code as a shell shows it, 128 and the number for a signal; -1 where there is none. */
  default int exitCode() {
    return switch (this) {
      case Exited exited -> exited.code();
      case Signalled signalled -> 128 + signalled.signal();
      case TimedOut _, OutOfMemory _, OutputLimit _, Cancelled _, StarterLost _ -> -1;
    };
  }
}
