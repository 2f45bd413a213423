package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.policy.decision.BaseMatch;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.syscalls.Caller;
import dev.gatehouse.syscalls.IdGenerator;
import dev.gatehouse.syscalls.RunPhase;
import dev.gatehouse.syscalls.SyscallObserver;
import dev.gatehouse.syscalls.environment.LazyRunSandbox;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.syscalls.state.RunState;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.posix.Owner;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A run that takes calls: the only writer of its folder and of its workspace. Writes and commands
 * are serialized by its lock; the journal comes first, the workspace second, since it can be
 * rebuilt from base, blobs and journal.
 */
public final class OpenRun implements UnsealedRun {
  private final RunParts parts;
  private final RunState runState;
  private final RunLease lease;
  private final JournalSignal changes = new JournalSignal();
  private final RunExclusion exclusion;
  private volatile PendingConfirmation confirmation = PendingConfirmation.none();
  private final RunResources resources;
  private final RunJournal journal;

  OpenRun(RunParts parts, RunState runState) {
    this.parts = parts;
    this.runState = runState;
    this.exclusion = new RunExclusion(parts.folder()::isWhole);
    this.resources = new RunResources(parts);
    this.journal = new RunJournal(parts, runState, exclusion, changes, resources.observer());
    this.lease =
        new RunLease(
            parts.clock(),
            Duration.ofSeconds(parts.profile().limits().leaseSeconds()),
            runState.fence());
  }

  @Override
  public RunRecord record() {
    return parts.folder().run();
  }

  /** Its evidence, for reading and for sealing. */
  public OpenFolder folder() {
    return parts.folder();
  }

  /** The policy snapshot. */
  public Profile profile() {
    return parts.profile();
  }

  /** The user that its commands run as. */
  public Owner owner() {
    return parts.owner();
  }

  /** How much the run may change and leave behind. */
  public RunBounds bounds() {
    return parts.bounds();
  }

  /** The tree of the base revision. */
  public Tree base() {
    return runState.base();
  }

  /** What the base has of a path. */
  public BaseMatch inBase(WorkspacePath path) {
    return BaseMatch.of(base(), path);
  }

  /** The committed tree as it is now. */
  public Tree committedTree() {
    return runState.tree();
  }

  /** Contents of any file of the base or of the run. */
  public ContentSource contents() {
    return new RunContents(parts.folder(), parts.baseContents());
  }

  /** Everything else that the journal says. */
  public RunState runState() {
    return runState;
  }

  /** The fencing token in force. */
  public long fence() {
    return lease.fence();
  }

  /** When the lease ends unless a call extends it. */
  public Instant leaseExpiresAt() {
    return lease.expiresAt();
  }

  /** Whether no worker has called for the lease's whole duration. */
  public boolean leaseExpired() {
    return lease.expired();
  }

  /** When the run has been open for as long as its profile allows; standstills do not count. */
  public Instant endsAt() {
    Instant start = record().startedAt();
    return start.plusSeconds(profile().limits().runSeconds()).plus(runState.standstill(start));
  }

  /** Whether the run has been open for longer than its profile allows. */
  public boolean overtime() {
    return now().isAfter(endsAt());
  }

  /** Where the run is in its life. */
  @Override
  public RunPhase phase() {
    return broken() ? RunPhase.BROKEN : runState.phase();
  }

  @Override
  public boolean takesPlace() {
    return journalPhase() != RunPhase.WAITING_FOR_APPROVALS;
  }

  /** The phase that its journal says, broken or not. */
  public RunPhase journalPhase() {
    return runState.phase();
  }

  /** How the run ended, if the last entry of its journal is written. */
  public Optional<RunStatus> endedAs() {
    return runState.status();
  }

  /** The last entry of its journal, if it is written. */
  public Optional<Event.RunEnded> end() {
    return runState.end();
  }

  /** How many held changes wait for an operator. */
  public int waitingApprovals() {
    return runState.waiting().size();
  }

  /** What operators approved and was committed, by path; empty for a deletion. */
  public Map<TreePath, Optional<FileVersion>> approved() {
    return runState.approved();
  }

  public RunLease lease() {
    return lease;
  }

  /** The decisions that hold in it. */
  public Policy policy() {
    return parts.policy();
  }

  public Workspace workspace() {
    return parts.workspace();
  }

  public LazyRunSandbox sandbox() {
    return parts.sandbox();
  }

  public IdGenerator ids() {
    return parts.ids();
  }

  public Instant now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Where clients wait for the journal to grow. */
  public JournalSignal changes() {
    return changes;
  }

  /** As {@link RunJournal#appendUnlessEnded}. */
  public void appendUnlessEnded(Supplier<Event> event) {
    journal.appendUnlessEnded(event);
  }

  /** As {@link RunJournal#append}. */
  public void append(Event... events) {
    journal.append(events);
  }

  /** As {@link RunJournal#force}. */
  public void force() {
    journal.force();
  }

  /** Applies what the journal holds already; a failure is repaired by rebuilding the workspace. */
  public void apply(List<FileOperation> placements) {
    try {
      resources
          .observer()
          .timed(SyscallObserver.Step.COMMIT, () -> parts.workspace().apply(placements));
    } catch (RuntimeException e) {
      throw exclusion.broke(e);
    }
  }

  /** The content of a version that the tree has, for the backup before it is replaced (C4). */
  public byte[] contentOf(FileVersion version) {
    return contents().content(version);
  }

  public Optional<byte[]> storedContent(Digest sha256) {
    return parts.folder().content(sha256);
  }

  /** As {@link RunExclusion#run}. */
  public <T> T alone(Duration patience, Supplier<T> act) {
    return exclusion.run(patience, act);
  }

  public RunResources resources() {
    return resources;
  }

  /** The engine's word on the last command is expected; the next command waits for it. */
  public void confirming(PendingConfirmation next) {
    confirmation = next;
  }

  /** As {@link PendingConfirmation#await}. */
  public void awaitConfirmation() {
    confirmation.await();
  }

  /** As {@link PendingConfirmation#cameWithin}. */
  boolean awaitConfirmation(Duration patience) {
    return confirmation.cameWithin(patience);
  }

  /** Whether this process has nothing to write to its folder any more, or cannot. */
  boolean letGo() {
    return broken() || resources.givenBack();
  }

  /** Whether its evidence or its workspace could not be written. */
  public boolean broken() {
    return exclusion.broken();
  }

  public RunExclusion exclusion() {
    return exclusion;
  }

  /** As {@link RunTransitions#takeLease}; a call of the run is waited for. */
  public Event.LeaseTaken takeLease(String agent, Identifier key) {
    return alone(RunTransitions.PATIENCE, () -> RunTransitions.takeLease(this, agent, key));
  }

  /** As {@link RunTransitions#submit}. */
  public void submit(Caller caller) {
    RunTransitions.submit(this, caller);
  }

  /** As {@link RunTransitions#complete}. */
  public void complete() {
    RunTransitions.complete(this);
  }

  /** As {@link RunTransitions#endUnsubmitted}. */
  public Optional<RunStatus> endUnsubmitted() {
    return RunTransitions.endUnsubmitted(this);
  }
}
