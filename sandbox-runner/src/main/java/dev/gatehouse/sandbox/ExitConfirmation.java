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
 *     -1 where the starter was lost before it promised one: the engine may have ended it, with a
 *     status of its own
 */
public record ExitConfirmation(
    boolean ended,
    int exitCode,
    boolean oomKilled,
    String startedAt,
    String finishedAt,
    int expectedExitCode) {
  /** The outcome implies no status. */
  public static final int NONE = -1;

  /** Whether the engine's status is one that the outcome allows. */
  public boolean agrees() {
    return ended && (expectedExitCode == NONE || exitCode == expectedExitCode);
  }
}
