package dev.gatehouse.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the gateway shows of one run beyond its line in a list; each caller as much as it may see.
 *
 * @param task the text of the task, as the agent gave it
 * @param lease who may act on the run now; while it takes calls
 * @param endsAt when the run's time is over; while it takes calls
 * @param limits the limits of its profile, by their names
 * @param ended why it ended
 * @param failedSteps the steps of the verification that did not end with 0
 * @param failedTests the tests that failed in them
 */
public record RunDetails(
    Optional<TaskText> task,
    Optional<HeldLease> lease,
    Optional<String> endsAt,
    Optional<Map<String, Long>> limits,
    Optional<RunEnd> ended,
    Optional<List<FailedStep>> failedSteps,
    Optional<FailedTests> failedTests) {

  /**
   * A task's text, or its beginning.
   *
   * @param truncated whether there is more
   */
  public record TaskText(Untrusted untrusted, boolean truncated) {}

  /**
   * A lease.
   *
   * @param fence the fencing token in force
   * @param expiresAt when it ends unless a call extends it
   */
  public record HeldLease(long fence, String expiresAt) {}

  /**
   * Why a run ended.
   *
   * @param because SUBMITTED, LEASE_EXPIRED, TIME_OVER, CANCELLED, CLOSING_FAILED or another stable
   *     word
   * @param sentence the same for people
   * @param cancelled who cancelled it, if somebody did
   */
  public record RunEnd(String because, String sentence, Optional<Canceller> cancelled) {}

  /**
   * Who cancelled a run.
   *
   * @param by name of the operator or of the agent
   * @param role OPERATOR or AGENT
   * @param untrusted the reason
   */
  public record Canceller(String by, String role, Untrusted untrusted) {}

  /**
   * A step that did not end with exit code 0.
   *
   * @param ending how it ended
   * @param exitCode -1 where there is none
   * @param millis wall time
   * @param stdout the end of what it printed, where the caller is shown output
   * @param stderr the end of what it printed as errors, likewise
   */
  public record FailedStep(
      String id,
      String ending,
      long exitCode,
      long millis,
      Optional<OutputTail> stdout,
      Optional<OutputTail> stderr) {}

  /**
   * The end of an output.
   *
   * @param bytes how many bytes there were
   * @param truncated whether there is more than is shown
   */
  public record OutputTail(Untrusted untrusted, long bytes, boolean truncated) {}

  /**
   * The tests that failed.
   *
   * @param total how many
   * @param first the first of them
   */
  public record FailedTests(int total, List<FailedTest> first) {}

  /**
   * One test.
   *
   * @param step the step that ran it
   * @param untrusted its name
   * @param output the end of what its report says
   */
  public record FailedTest(String step, Untrusted untrusted, Optional<TestOutput> output) {}

  /** The end of a test's output. */
  public record TestOutput(Untrusted untrusted) {}
}
