package dev.gatehouse.controlplane.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Merged;
import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as clients see it; in JSON the members of its parts stand side by side.
 *
 * @param identity what it has from its opening on
 * @param state OPENING, SET_ASIDE, OPEN, WAITING_FOR_APPROVALS, VERIFYING or SEALED
 * @param waitingApprovals held changes that wait for an operator
 * @param sealed what it has from its seal on
 * @param merged where it was merged
 * @param setAside why the run of a former process cannot be opened; the reason for operators only
 * @param details what is shown of one run and not in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
    @JsonUnwrapped Identity identity,
    String state,
    int waitingApprovals,
    @JsonUnwrapped @Nullable Sealed sealed,
    @JsonUnwrapped @Nullable Merge merged,
    @Nullable SetAside setAside,
    @JsonUnwrapped @Nullable RunDetails details) {

  /** What a run has from its opening on. */
  record Identity(
      String runId,
      String repository,
      String taskId,
      String agent,
      String profile,
      String openedAt,
      String baseCommit) {
    static Identity of(RunRecord run) {
      return new Identity(
          run.runId(),
          run.repository(),
          run.taskId(),
          run.agent(),
          run.profile(),
          run.startedAt().toString(),
          run.baseCommit().hex());
    }

    static Identity of(SealedSummary run) {
      return new Identity(
          run.runId(),
          run.task().repository(),
          run.task().taskId(),
          run.task().agent(),
          run.profile(),
          run.startedAt().toString(),
          run.baseCommit().hex());
    }
  }

  /**
   * What a run has from its seal on.
   *
   * @param status how it ended: COMPLETED, CRASHED or CANCELLED
   * @param verdict PASSED, FAILED or NONE
   * @param route what happens next
   * @param folder where the sealed folder lies; for operators only
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sealed(
      String status,
      String verdict,
      String route,
      String endedAt,
      String sealSha256,
      String resultTree,
      @Nullable String folder) {
    static Sealed of(SealedRun run) {
      return new Sealed(
          run.outcome().status().name(),
          run.outcome().verdict(),
          run.route(),
          run.outcome().sealedAt().toString(),
          run.outcome().sealSha256().hex(),
          run.outcome().resultTree().map(GitId::hex).orElse(""),
          run.folder().toString());
    }

    private Sealed withoutFolder() {
      return new Sealed(status, verdict, route, endedAt, sealSha256, resultTree, null);
    }
  }

  /** Where a run was merged. */
  record Merge(String mergedBranch, String mergedCommit) {
    static Merge of(Merged merged) {
      return new Merge(merged.branch(), merged.commit().hex());
    }
  }

  /** Why a run cannot be opened. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SetAside(String code, @Nullable String reason) {}

  /** What gates found: how much, and the first of it, what an operator looks at first first. */
  record Findings(int total, List<Finding> first) {}

  /** One finding of a gate. */
  record Finding(String gate, String code, String severity, String path, String message) {}

  /** The run's id. */
  public String id() {
    return identity.runId();
  }

  /** The agent that opened it. */
  public String owner() {
    return identity.agent();
  }

  /** Whether its folder is sealed. */
  public boolean hasSeal() {
    return sealed != null;
  }

  /** The same with its details. */
  RunView with(RunDetails found) {
    return new RunView(identity, state, waitingApprovals, sealed, merged, setAside, found);
  }

  /** The view for anyone but an operator. */
  RunView withoutFolder() {
    return new RunView(
        identity,
        state,
        waitingApprovals,
        sealed == null ? null : sealed.withoutFolder(),
        merged,
        setAside == null ? null : new SetAside(setAside.code(), null),
        details);
  }
}
