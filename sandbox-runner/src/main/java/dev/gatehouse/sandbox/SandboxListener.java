package dev.gatehouse.sandbox;

/** Hears of what the way to the engine did by itself. Called on the thread of the call. */
@FunctionalInterface
public interface SandboxListener {
  /** Hears nothing. */
  SandboxListener NONE = message -> {};

  /**
   * A container whose start was lost to a race of engine and runtime was destroyed, and a fresh one
   * takes its place.
   *
   * @param message what the engine answered
   */
  void containerReplaced(String message);
}
