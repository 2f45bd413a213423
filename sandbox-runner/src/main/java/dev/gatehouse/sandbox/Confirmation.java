package dev.gatehouse.sandbox;

/**
 * The engine's own word on how a container ended. The engine notices an end later than the starter
 * reports it, so this comes after the outcome.
 *
 * @param ended whether it had ended within the wait
 * @param exitCode the engine's exit status of process 1, -1 when it has not ended
 * @param oomKilled whether the engine saw an out-of-memory event
 * @param startedAt when the engine started it
 * @param finishedAt when the engine saw its end
 * @param expectedExitCode what the starter's closing frame promised, 137 where the gateway killed,
 *     -1 when nothing was promised
 */
public record Confirmation(
    boolean ended,
    int exitCode,
    boolean oomKilled,
    String startedAt,
    String finishedAt,
    int expectedExitCode) {
  /** Whether the engine's status is the one that the outcome implies. */
  public boolean agrees() {
    return ended && exitCode == expectedExitCode;
  }
}
