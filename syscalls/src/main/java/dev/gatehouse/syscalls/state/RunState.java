package dev.gatehouse.syscalls.state;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.ChangeSet;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;
import dev.gatehouse.evidence.journal.Event.CallEnded;
import dev.gatehouse.evidence.journal.Event.CallIntended;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.journal.Standstills;
import dev.gatehouse.syscalls.RunPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the journal of an open run says, folded event by event: its tree, approvals, keys, fence and
 * state. The same fold serves a running gateway and one that has just started again. Of calls it
 * holds where they are in the journal.
 */
public final class RunState {
  private final Tree base;
  private final TreeChange change;
  private final CallTable calls = new CallTable();
  private final KeyTable leases = new KeyTable();
  private final Map<String, Approval> approvals = new LinkedHashMap<>();
  private final Map<String, ApprovalSettled> settled = new LinkedHashMap<>();
  private final Standstills standstills = new Standstills();
  private long next;
  private Tree tree;
  private long fence;
  private final PhaseTracker phase = new PhaseTracker();
  private Optional<Event.RunEnded> end = Optional.empty();

  public RunState(Tree base) {
    this.base = base;
    this.tree = base;
    this.change = new TreeChange(base);
  }

  /** Takes the next event of the journal. */
  public synchronized void fold(Event event) {
    long seq = next++;
    standstills.add(event);
    phase.add(event);
    switch (event) {
      case Event.LeaseTaken taken -> {
        fence = taken.fence();
        taken.key().ifPresent(key -> leases.put(key, seq));
      }
      case CallIntended intent -> calls.intended(seq, intent);
      case CallEnded outcome -> {
        calls.ended(seq, outcome);
        commit(committed(outcome.paths()));
      }
      case Event.CallAborted aborted -> calls.aborted(aborted.callId());
      case Event.ApprovalRequested requested ->
          approvals.put(requested.approval().approvalId(), requested.approval());
      case ApprovalSettled decision -> {
        settled.put(decision.approvalId(), decision);
        Approval approval = approvals.get(decision.approvalId());
        if (approval != null && decision.state() == Approval.State.COMMITTED) {
          commit(ChangeSet.of(approval.change()));
        }
      }
      case Event.RunSubmitted ignored -> {}
      case Event.RunEnded ended -> {
        waiting().forEach(approval -> settled.put(approval.approvalId(), ended.settles(approval)));
        end = Optional.of(ended);
      }
      case Event.RunBegun ignored -> {}
      case Event.CallRefused ignored -> {}
      case Event.CallConfirmed confirmed -> calls.confirmed(confirmed.callId());
      case Event.ScratchLost ignored -> {}
    }
  }

  private void commit(ChangeSet changes) {
    changes.changes().forEach(change::commit);
    tree = tree.with(changes);
  }

  private static ChangeSet committed(List<PathOutcome> paths) {
    return new ChangeSet(
        paths.stream()
            .filter(path -> path.disposition() == PathOutcome.Disposition.COMMITTED)
            .map(PathOutcome::toChange)
            .toList());
  }

  public Tree base() {
    return base;
  }

  public synchronized Tree tree() {
    return tree;
  }

  /** By how much the tree differs from its base. */
  public synchronized ChangeAmount changed() {
    return change.amount();
  }

  /** What committing these changes adds to {@link #changed()}. */
  public synchronized ChangeAmount difference(List<Change> changes) {
    return changes.stream().map(change::difference).reduce(ChangeAmount.NONE, ChangeAmount::plus);
  }

  public synchronized long fence() {
    return fence;
  }

  /** The phase that the journal says. */
  public synchronized RunPhase phase() {
    return phase.phase();
  }

  /** The end of the run, if it is written. */
  public synchronized Optional<Event.RunEnded> end() {
    return end;
  }

  /** How the run ended, if its end is written. */
  public Optional<RunStatus> status() {
    return end().map(Event.RunEnded::status);
  }

  /** The call that used this key, if one did. */
  public synchronized Optional<CallTable.Keyed> byKey(String key) {
    return calls.byKey(key);
  }

  /** The {@code seq} of the lease that was taken under this key, if one was. */
  public synchronized OptionalLong leaseByKey(String key) {
    return leases.find(key);
  }

  /** Ids of calls that have an intent and no outcome. */
  public synchronized List<String> unsettledCalls() {
    return calls.unsettled();
  }

  /** The {@code seq} of each outcome of a command whose end the engine has not confirmed. */
  public synchronized List<Long> unconfirmed() {
    return calls.unconfirmed();
  }

  /** How long the run has stood still since then, because no gateway had it open. */
  public synchronized Duration standstill(Instant since) {
    return standstills.since(since);
  }

  /** When an approval expires; what the run stood still is not counted. */
  public synchronized Instant expiry(Approval approval) {
    return approval.expiresAt().plus(standstills.since(approval.requestedAt()));
  }

  public synchronized Optional<Approval> approval(String approvalId) {
    return Optional.ofNullable(approvals.get(approvalId));
  }

  public synchronized Optional<ApprovalSettled> settled(String approvalId) {
    return Optional.ofNullable(settled.get(approvalId));
  }

  /** Every approval that the run asked for, in that order. */
  public synchronized List<Approval> approvals() {
    return List.copyOf(approvals.values());
  }

  /** Approvals that no one has decided. */
  public synchronized List<Approval> waiting() {
    Collection<Approval> all = approvals.values();
    return all.stream().filter(a -> !settled.containsKey(a.approvalId())).toList();
  }

  /** What operators approved and was committed, by path: the last version; empty for a deletion. */
  public synchronized Map<TreePath, Optional<FileVersion>> approved() {
    Map<TreePath, Optional<FileVersion>> approved = new TreeMap<>();
    for (ApprovalSettled decision : settled.values()) {
      Approval approval = approvals.get(decision.approvalId());
      if (approval != null && decision.state() == Approval.State.COMMITTED) {
        approved.put(approval.change().path().toTreePath(), approval.change().after());
      }
    }
    return approved;
  }
}
