package dev.gatehouse.client;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which runs are asked for; what is empty is any.
 *
 * @param state OPENING, SET_ASIDE, OPEN, WAITING_FOR_APPROVALS, VERIFYING, SEALING, BROKEN or
 *     SEALED
 * @param repository name of the registered repository
 * @param task what the agent calls the task
 * @param agent name of the agent identity
 * @param verdict PASSED, FAILED or NONE
 * @param from when a run opened at the earliest, RFC 3339
 * @param until before when it opened, RFC 3339
 * @param prefix what the run's id begins with
 * @param after id of the run behind which the list starts: only runs that opened earlier
 */
public record RunQuery(
    Optional<String> state,
    Optional<String> repository,
    Optional<String> task,
    Optional<String> agent,
    Optional<String> verdict,
    Optional<String> from,
    Optional<String> until,
    Optional<String> prefix,
    Optional<String> after) {
  /** Every run. */
  public static final RunQuery ALL =
      new RunQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Runs whose ids begin so. */
  public static RunQuery beginning(String prefix) {
    return new RunQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(prefix),
        Optional.empty());
  }

  /** The same, behind that run. */
  public RunQuery after(String runId) {
    return new RunQuery(
        state, repository, task, agent, verdict, from, until, prefix, Optional.of(runId));
  }

  /** The parameters of the call but {@code after}, each with {@code &} before it. */
  String conditions() {
    return Stream.of(
            parameter("state", state),
            parameter("repository", repository),
            parameter("task", task),
            parameter("agent", agent),
            parameter("verdict", verdict),
            parameter("from", from),
            parameter("until", until),
            parameter("prefix", prefix))
        .collect(Collectors.joining());
  }

  private static String parameter(String name, Optional<String> value) {
    return value.map(text -> "&" + name + "=" + HttpTransport.encoded(text)).orElse("");
  }
}
