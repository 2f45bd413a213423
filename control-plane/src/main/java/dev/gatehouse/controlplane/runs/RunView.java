package dev.gatehouse.controlplane.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as clients see it.
 *
 * @param state OPENING, SET_ASIDE, OPEN, WAITING_FOR_APPROVALS, VERIFYING or SEALED
 * @param verdict PASSED or FAILED, once sealed
 * @param route what happens next, once sealed
 * @param folder where the sealed folder lies; for operators only
 * @param findings what the gates found in a sealed run; for operators, and not in lists
 * @param setAside why the run of a former process cannot be opened; the reason for operators only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
    String runId,
    String repository,
    String taskId,
    String agent,
    String profile,
    String state,
    @Nullable String verdict,
    @Nullable String route,
    String openedAt,
    @Nullable String endedAt,
    @Nullable String sealSha256,
    @Nullable String folder,
    String baseCommit,
    @Nullable String resultTree,
    @Nullable String mergedBranch,
    @Nullable String mergedCommit,
    int waitingApprovals,
    @Nullable Findings findings,
    @Nullable SetAside setAside) {

  /** Why a run cannot be opened. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SetAside(String code, @Nullable String reason) {}

  /** What gates found: how much, and the first of it, what an operator looks at first first. */
  record Findings(int total, List<Finding> first) {}

  /** One finding of a gate. */
  record Finding(String gate, String code, String severity, String path, String message) {}

  /** The same with what the gates found. */
  RunView with(@Nullable Findings found) {
    return new RunView(
        runId,
        repository,
        taskId,
        agent,
        profile,
        state,
        verdict,
        route,
        openedAt,
        endedAt,
        sealSha256,
        folder,
        baseCommit,
        resultTree,
        mergedBranch,
        mergedCommit,
        waitingApprovals,
        found,
        setAside);
  }

  /** The view for anyone but an operator. */
  RunView withoutFolder() {
    return new RunView(
        runId,
        repository,
        taskId,
        agent,
        profile,
        state,
        verdict,
        route,
        openedAt,
        endedAt,
        sealSha256,
        null,
        baseCommit,
        resultTree,
        mergedBranch,
        mergedCommit,
        waitingApprovals,
        null,
        setAside == null ? null : new SetAside(setAside.code(), null));
  }
}
