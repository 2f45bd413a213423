package dev.gatehouse.controlplane.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.request.Untrusted;
import dev.gatehouse.controlplane.runs.outcome.FailedStep;
import dev.gatehouse.controlplane.runs.outcome.FailedTests;
import dev.gatehouse.controlplane.runs.outcome.RunEnd;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.run.OpenRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one run beyond its line in a list.
 *
 * @param task the task's text
 * @param lease who may act on it now; while it takes calls
 * @param endsAt when its time is over, RFC 3339; while it takes calls
 * @param limits the limits of its profile by their names
 * @param ended why it ended
 * @param findings what the gates found
 * @param failedSteps the steps of the verification that did not end with 0
 * @param failedTests the tests that failed in them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunDetails(
    TaskText task,
    @Nullable HeldLease lease,
    @Nullable String endsAt,
    @Nullable Map<String, Long> limits,
    @Nullable RunEnd ended,
    RunView.@Nullable Findings findings,
    @Nullable List<FailedStep> failedSteps,
    @Nullable FailedTests failedTests) {
  /** Characters of a task's text that are shown. */
  static final int TASK_CHARACTERS = 8192;

  /**
   * A task's text.
   *
   * @param untrusted its first {@value #TASK_CHARACTERS} characters
   * @param truncated whether there is more
   */
  record TaskText(Untrusted untrusted, boolean truncated) {
    static TaskText of(RunRecord run) {
      String text = run.taskText();
      if (text.length() <= TASK_CHARACTERS) {
        return new TaskText(Untrusted.of(text), false);
      }
      int end =
          Character.isHighSurrogate(text.charAt(TASK_CHARACTERS - 1))
              ? TASK_CHARACTERS - 1
              : TASK_CHARACTERS;
      return new TaskText(Untrusted.of(text.substring(0, end)), true);
    }
  }

  /**
   * A lease.
   *
   * @param fence the fencing token in force
   * @param expiresAt when it ends unless a call extends it
   */
  record HeldLease(long fence, String expiresAt) {}

  /** Of a run that cannot be looked into now. */
  static RunDetails of(RunRecord run) {
    return new RunDetails(TaskText.of(run), null, null, null, null, null, null, null);
  }

  /** Of a run that is not sealed. */
  static RunDetails of(OpenRun run) {
    boolean takesCalls = run.phase() == RunPhase.OPEN;
    return new RunDetails(
        TaskText.of(run.record()),
        takesCalls ? new HeldLease(run.fence(), run.leaseExpiresAt().toString()) : null,
        takesCalls ? run.endsAt().toString() : null,
        numbers(run.profile().limits().toJson()),
        run.end()
            .map(end -> RunEnd.of(end.status(), end.cancelled(), Optional.empty()))
            .orElse(null),
        null,
        null,
        null);
  }

  /** The limits of a policy, by their names. */
  static Map<String, Long> numbers(Json.Obj limits) {
    Map<String, Long> numbers = new TreeMap<>();
    limits.members().keySet().forEach(name -> numbers.put(name, limits.integer(name)));
    return numbers;
  }
}
