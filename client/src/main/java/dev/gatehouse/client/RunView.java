package dev.gatehouse.client;

import java.util.List;
import java.util.Optional;

/**
 * A run as the gateway shows it. What a run achieved is said by its sealed folder, not by this.
 *
 * @param state OPENING, SET_ASIDE, OPEN, WAITING_FOR_APPROVALS, VERIFYING or SEALED
 * @param status how it ended, once sealed: COMPLETED, CRASHED or CANCELLED
 * @param verdict PASSED, FAILED or NONE, once sealed
 * @param route what happens next: READY_TO_MERGE, RETRY, FAILED or QUARANTINED
 * @param folder where the sealed folder lies on the gateway's machine; shown to operators only
 * @param baseCommit the commit that the run was pinned to
 * @param resultTree git tree of the result, once sealed
 * @param waitingApprovals how many proposals wait for an operator
 * @param findings what the gates found in a sealed run, notes too; for an operator who asks for
 *     this run alone
 * @param setAside why the gateway cannot open the run, where it cannot
 */
public record RunView(
    String runId,
    String repository,
    String taskId,
    String agent,
    String profile,
    String state,
    Optional<String> status,
    Optional<String> verdict,
    Optional<String> route,
    String openedAt,
    Optional<String> endedAt,
    Optional<String> sealSha256,
    Optional<String> folder,
    String baseCommit,
    Optional<String> resultTree,
    Optional<String> mergedBranch,
    Optional<String> mergedCommit,
    int waitingApprovals,
    Optional<Findings> findings,
    Optional<SetAside> setAside) {

  /**
   * Why a run cannot be opened.
   *
   * @param code the stable code
   * @param reason one sentence; shown to operators only
   */
  public record SetAside(String code, Optional<String> reason) {}

  /**
   * What gates found.
   *
   * @param total how much that is
   * @param first the first of it: changed files with tests, then steps whose tests nobody lists,
   *     then what fails, then the rest
   */
  public record Findings(int total, List<Finding> first) {}

  /**
   * One finding of a gate.
   *
   * @param severity ERROR or NOTE
   * @param path the file that it is about
   */
  public record Finding(String gate, String code, String severity, String path, String message) {}

  /** Whether the run's folder is sealed: nothing about it changes any more. */
  public boolean sealed() {
    return state.equals("SEALED");
  }
}
