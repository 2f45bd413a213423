package dev.gatehouse.syscalls.approval;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.change.TreePlaces;
import dev.gatehouse.syscalls.run.ApprovalEvents;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where operators decide. The workspace of a submitted run is gone; its tree alone counts.
 *
 * <p>Approving and committing are one step (promises A2, F2): the event that says COMMITTED is the
 * commit, and it is written only if the before version still holds.
 */
public final class ApprovalQueue {
  /** What scratch can be in the place of a file. */
  private static final Set<WorkspaceErrorCode> OBSTRUCTIONS =
      EnumSet.of(
          WorkspaceErrorCode.FILE_IS_DIRECTORY,
          WorkspaceErrorCode.FILE_NOT_A_FILE,
          WorkspaceErrorCode.FILE_IS_SYMLINK);

  /** Nothing, or a file of any size. */
  private static final Set<WorkspaceErrorCode> FREE =
      EnumSet.of(WorkspaceErrorCode.FILE_NOT_FOUND, WorkspaceErrorCode.TOO_LARGE);

  /** Oldest first; those of one time by their ids. */
  public static final Comparator<Approval> ORDER =
      Comparator.comparing(Approval::requestedAt).thenComparing(Approval::approvalId);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OpenRunRegistry runs;

  /** The approvals of these runs. */
  public ApprovalQueue(OpenRunRegistry runs) {
    this.runs = runs;
  }

  /** Approvals of all open runs that wait for a decision, oldest first. */
  public List<Approval> waiting() {
    return runs.all().stream()
        .flatMap(run -> run.runState().waiting().stream())
        .sorted(ORDER)
        .toList();
  }

  /** Approvals of all open runs that were settled so, oldest first. */
  public List<Approval> settledAs(Approval.State state) {
    return runs.all().stream()
        .flatMap(run -> run.runState().approvals().stream())
        .filter(approval -> settled(approval).map(s -> s.state() == state).orElse(false))
        .sorted(ORDER)
        .toList();
  }

  /** The approval of that id in an open run, if there is one. */
  public Optional<Approval> find(String approvalId) {
    return runs.all().stream()
        .flatMap(run -> run.runState().approval(approvalId).stream())
        .findFirst();
  }

  /**
   * The approval of that id in an open run.
   *
   * @throws SyscallException APPROVAL_UNKNOWN; RUN_OPENING while it may be one of a run that is not
   *     open yet
   */
  public Approval require(String approvalId) {
    return find(approvalId).orElseThrow(this::unknown);
  }

  private SyscallException unknown() {
    int waiting = runs.unopened().waiting();
    return waiting > 0
        ? new SyscallException(
            SyscallErrorCode.RUN_OPENING,
            "no run that is open has an approval of that id; %s runs are not open yet"
                .formatted(waiting),
            "ask again in a second")
        : new SyscallException(
            SyscallErrorCode.APPROVAL_UNKNOWN,
            "no open run has an approval of that id",
            "list the approvals that wait");
  }

  /** When an approval of an open run expires, with the time that the run stood still. */
  public Instant expiry(Approval approval) {
    return runs.find(approval.runId())
        .map(run -> run.runState().expiry(approval))
        .orElse(approval.expiresAt());
  }

  /** How an approval of an open run was settled, if it was. */
  public Optional<ApprovalSettled> settled(Approval approval) {
    return runs.find(approval.runId())
        .flatMap(run -> run.runState().settled(approval.approvalId()));
  }

  /** Content of a version that the approval names, for showing it. */
  public byte[] content(Approval approval, FileVersion version) {
    return runs.require(approval.runId()).contents().content(version);
  }

  /**
   * Decides. The same decision of the same operator, sent again, has the same answer; a decision on
   * a proposal whose time is over is answered EXPIRED.
   *
   * @param approvalId which
   * @param approve yes or no
   * @param proposal the digest that the operator saw
   * @param operator name of the operator identity
   * @return how it was settled: COMMITTED, DENIED, STALE or EXPIRED
   * @throws SyscallException APPROVAL_UNKNOWN, APPROVAL_SETTLED, PROPOSAL_MISMATCH, RUN_BUSY,
   *     RUN_OPENING, EVIDENCE_BROKEN
   */
  public Approval.State decide(
      String approvalId, boolean approve, Digest proposal, String operator, String comment) {
    Approval approval = require(approvalId);
    OpenRun run = runs.require(approval.runId());
    return run.alone(
        PATIENCE,
        () -> {
          Optional<ApprovalSettled> former = run.runState().settled(approvalId);
          if (former.isPresent()) {
            requireNotEnded(run, approval, former.get());
            return again(former.get(), approve, proposal, operator, comment);
          }
          if (!approval.proposalSha256().equals(proposal)) {
            throw new SyscallException(
                SyscallErrorCode.PROPOSAL_MISMATCH,
                "the digest is not that of this proposal",
                "look at the proposal again, and decide on the digest that is shown there");
          }
          return settle(run, approval, approve, operator, comment);
        });
  }

  /** What the end of its run settled was not too late by its own time. */
  private static void requireNotEnded(OpenRun run, Approval approval, ApprovalSettled former) {
    if (run.runState().end().map(end -> end.settles(approval)).filter(former::equals).isPresent()) {
      throw new SyscallException(
          SyscallErrorCode.APPROVAL_SETTLED,
          "the run ended before this approval was decided",
          "nothing is left to decide; read the run's state");
    }
  }

  private static Approval.State again(
      ApprovalSettled former, boolean approve, Digest proposal, String operator, String comment) {
    boolean same =
        switch (former.state()) {
          case WAITING -> false;
          case COMMITTED, STALE -> approve && isOf(former, operator, comment);
          case DENIED -> !approve && isOf(former, operator, comment);
          case EXPIRED -> true;
        };
    if (!same || !former.proposalSha256().equals(proposal.hex())) {
      throw new SyscallException(
          SyscallErrorCode.APPROVAL_SETTLED,
          "this approval is " + former.state(),
          "nothing is left to decide; the run may ask again");
    }
    return former.state();
  }

  private static boolean isOf(ApprovalSettled decision, String operator, String comment) {
    return decision.by().equals(operator) && decision.comment().equals(comment);
  }

  /** Whether nobody has decided on a change of the run in time. */
  public boolean hasExpired(OpenRun run) {
    return !run.journalPhase().hasEnded()
        && run.runState().waiting().stream()
            .anyMatch(approval -> !run.now().isBefore(run.runState().expiry(approval)));
  }

  /** Settles what nobody decided in time; while a command runs, at a later look. */
  public void expire(OpenRun run) {
    if (run.journalPhase().hasEnded()) {
      return;
    }
    for (Approval approval : run.runState().waiting()) {
      if (!run.now().isBefore(run.runState().expiry(approval))) {
        run.alone(
            Duration.ZERO,
            () -> {
              if (run.runState().settled(approval.approvalId()).isEmpty()) {
                append(
                    run,
                    approval,
                    Approval.State.EXPIRED,
                    ApprovalEvents.GATEWAY,
                    "nobody decided in time");
              }
              return approval;
            });
      }
    }
  }

  private static Approval.State settle(
      OpenRun run, Approval approval, boolean approve, String operator, String comment) {
    Change change = approval.change();
    if (!run.now().isBefore(run.runState().expiry(approval))) {
      return append(run, approval, Approval.State.EXPIRED, ApprovalEvents.GATEWAY, comment);
    }
    if (!approve) {
      return append(run, approval, Approval.State.DENIED, operator, comment);
    }
    if (!run.committedTree().file(change.path().toTreePath()).equals(change.before())
        || !fits(run, change)
        || (run.journalPhase() == RunPhase.OPEN && obstructed(run, change))) {
      return append(run, approval, Approval.State.STALE, operator, comment);
    }
    append(run, approval, Approval.State.COMMITTED, operator, comment);
    if (run.journalPhase() == RunPhase.OPEN) {
      List<FileOperation> placed = List.of(placement(run, change));
      run.resources().grow(run.workspace().growth(placed));
      run.apply(placed);
    }
    return Approval.State.COMMITTED;
  }

  /** Whether the tree still has room for the file: no file above it, none below it. */
  private static boolean fits(OpenRun run, Change change) {
    return change.after().isEmpty()
        || TreePlaces.isFree(run.committedTree(), change.path().toTreePath());
  }

  /** Whether scratch lies where the file goes: a directory, a link, or a file above it. */
  private static boolean obstructed(OpenRun run, Change change) {
    try {
      run.workspace().read(change.path(), /* maxBytes= */ 0);
      return false;
    } catch (WorkspaceException e) {
      if (OBSTRUCTIONS.contains(e.code())) {
        return true;
      }
      if (FREE.contains(e.code())) {
        return false;
      }
      throw e;
    }
  }

  private static FileOperation placement(OpenRun run, Change change) {
    return change
        .after()
        .<FileOperation>map(after ->
            new FileOperation.PutFile(
                change.path().toTreePath(),
                after.mode() == FileMode.EXECUTABLE,
                run.contentOf(after),
                Optional.empty()))
        .orElseGet(() -> new FileOperation.Delete(change.path().toTreePath()));
  }

  private static Approval.State append(
      OpenRun run, Approval approval, Approval.State state, String by, String comment) {
    run.append(ApprovalEvents.settled(run, approval, state, by, comment));
    run.force();
    return state;
  }
}
