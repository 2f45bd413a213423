package dev.gatehouse.sandbox;

/**
 * Gets output while it comes, in the order of each stream, from the thread that runs the command.
 */
@FunctionalInterface
public interface OutputSink {
  /** Wants nothing. */
  OutputSink NONE = (stream, bytes) -> {};

  /**
   * Takes some bytes (1 to 65,536; the array is the sink's own). An exception kills the command.
   */
  void take(Stream stream, byte[] bytes);

  /** The two streams. */
  enum Stream {
    STDOUT,
    STDERR
  }
}
