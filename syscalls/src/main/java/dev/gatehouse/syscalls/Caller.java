package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Identifier;
import java.time.Duration;
import java.util.Optional;

/**
 * Who calls, as authentication established it.
 *
 * @param runId the run that the caller's token works for
 * @param agent name of the agent identity that holds the token
 * @param fence the fencing token that the call carries
 * @param key the idempotency key; needed for calls that change state
 * @param patience how long the call may wait for another call of the run, then {@link
 *     SyscallErrorCode#RUN_BUSY}
 * @param memory asked before the content of the answer is read
 */
public record Caller(
    String runId,
    String agent,
    long fence,
    Optional<Identifier> key,
    Duration patience,
    AnswerMemory memory) {
  /** A caller whose answers are not counted. */
  public Caller(
      String runId, String agent, long fence, Optional<Identifier> key, Duration patience) {
    this(runId, agent, fence, key, patience, bytes -> {});
  }

  /** The caller as the journal names it. */
  public String actor() {
    return "agent:" + agent;
  }
}
