package dev.gatehouse.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The answer to {@code exec.run}, for every command that ran.
 *
 * @param callId names the call in the journal
 * @param ending EXITED, SIGNALLED, TIMED_OUT, OUT_OF_MEMORY, OUTPUT_LIMIT, CANCELLED or
 *     STARTER_LOST
 * @param exitCode the exit status as a shell would give it; absent where there is none
 * @param millis how long it ran
 * @param stdout its standard output
 * @param stderr its standard error
 * @param decision what the policy said of the command
 * @param changes what became of each path that it changed
 * @param networkAttempts how often it tried to reach an IPv4 network
 */
public record CommandAnswer(
    String callId,
    String ending,
    OptionalInt exitCode,
    long millis,
    Stream stdout,
    Stream stderr,
    DecisionView decision,
    List<PathChange> changes,
    long networkAttempts) {

  /**
   * One output stream.
   *
   * @param untrusted its beginning
   * @param bytes how many were written in all
   * @param sha256 digest of all of them
   * @param truncated whether {@code untrusted} is only a part
   */
  public record Stream(Untrusted untrusted, long bytes, String sha256, boolean truncated) {}

  /**
   * The policy's decision.
   *
   * @param outcome ALLOW, DENY or HOLD
   * @param rule the rule that decided
   * @param reason why, for a person
   * @param mode {@code argv} (decided by rules), {@code shell} (a string each of whose commands was
   *     decided by rules) or {@code contained} (sandboxed, not read)
   * @param commands the simple commands that it could start; absent where nothing was read
   */
  public record DecisionView(
      String outcome,
      String rule,
      String reason,
      Optional<String> mode,
      Optional<List<StartedCommand>> commands) {}

  /**
   * A simple command that a call could start.
   *
   * @param argv its words, those that are not known as they stand in the shell string, long ones
   *     cut
   * @param rule the rule that allowed it
   * @param sha256 digest of the whole command
   */
  public record StartedCommand(List<String> argv, String rule, String sha256) {}

  /**
   * What became of one path.
   *
   * @param path text, or {@code hex:} and the bytes
   * @param disposition COMMITTED, SCRATCH, HELD or DROPPED
   * @param rule the policy's rule that decided
   * @param reason why, for a person
   * @param next the next legal step
   * @param approvalId what a HELD change waits for
   */
  public record PathChange(
      String path,
      String disposition,
      String rule,
      String reason,
      Optional<String> next,
      Optional<String> approvalId) {}
}
