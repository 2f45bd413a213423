package dev.gatehouse.sandbox;

/** How a command ended. Only {@link Exited} and {@link Signalled} are endings of its own. */
public sealed interface Ending {
  /**
   * Its main process exited.
   *
   * @param code 0 to 255; 127 and 126 also say that it could not be started, as in a shell
   */
  record Exited(int code) implements Ending {}

  /**
   * Its main process was ended by a signal from within the container.
   *
   * @param signal number of the signal
   */
  record Signalled(int signal) implements Ending {}

  /** Killed at its time limit. */
  record TimedOut() implements Ending {}

  /** The kernel killed at least one of its processes at the memory limit. */
  record OutOfMemory() implements Ending {}

  /** Killed because it wrote more than it may. */
  record OutputLimit() implements Ending {}

  /** Killed because {@link PreparedCommand#cancel()} was called. */
  record Cancelled() implements Ending {}

  /**
   * No closing frame came, or one that does not agree with what was received. Nothing is known
   * about the command's end, and nothing is guessed.
   *
   * @param why what was seen instead
   */
  record StarterLost(String why) implements Ending {}
}
