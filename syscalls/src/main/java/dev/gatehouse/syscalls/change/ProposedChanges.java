package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.journal.Event.ApprovalRequested;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.syscalls.AnswerMemory;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.layer.LayerBounds;
import dev.gatehouse.workspace.layer.LayerEntry;
import dev.gatehouse.workspace.layer.LayerSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command wrote, decided path by path: committed, scratch, held or dropped (promise F1). The
 * bytes are read once; the decision, the blob and the workspace get those.
 */
public final class ProposedChanges {
  /** Stands for the whole change set where it cannot be read path by path. */
  private static final TreePath WHOLE = TreePath.of(".");

  private final OpenRun run;
  private final String callId;
  private final AnswerMemory memory;
  private final CallRoom room;
  private final EventContents contents;
  private final List<PathOutcome> outcomes = new ArrayList<>();
  private final List<FileOperation> placements = new ArrayList<>();
  private final List<ApprovalRequested> approvals = new ArrayList<>();
  private final List<ProposedChange> proposed = new ArrayList<>();
  private int held;

  /** What a call changes; {@code memory} and {@code room} are for what it says of each path. */
  public ProposedChanges(OpenRun run, String callId, AnswerMemory memory, CallRoom room) {
    this.run = run;
    this.callId = callId;
    this.memory = memory;
    this.room = room;
    this.contents = new EventContents(run);
  }

  /**
   * Reads and decides the layer below {@code upper}.
   *
   * @param dropAll why nothing of it may count, if so
   */
  public ProposedChanges read(Path upper, Optional<Decision> dropAll) {
    Limits limits = run.profile().limits();
    LayerBounds bounds =
        new LayerBounds(Math.toIntExact(limits.changedPaths()), limits.changedFileBytes());
    try {
      read(run.workspace().readLayer(upper, bounds), dropAll, limits);
    } catch (WorkspaceException e) {
      room.giveBack();
      outcomes.clear();
      placements.clear();
      approvals.clear();
      drop(WHOLE, Decision.deny("builtin.layer", String.valueOf(e.getMessage()), e.next()));
    }
    return this;
  }

  public List<PathOutcome> outcomes() {
    return List.copyOf(outcomes);
  }

  public List<FileOperation> placements() {
    return List.copyOf(placements);
  }

  public List<ApprovalRequested> approvals() {
    return List.copyOf(approvals);
  }

  public EventContents contents() {
    return contents;
  }

  private void read(LayerSnapshot layer, Optional<Decision> dropAll, Limits limits) {
    Optional<Decision> tooMuch =
        dropAll.isPresent() ? dropAll : ChangeSetBounds.tooMuch(layer, limits);
    if (tooMuch.isPresent()) {
      dropAll(layer, tooMuch.get());
      return;
    }
    Tree remaining = TreePlaces.remaining(run.committedTree(), layer);
    for (LayerEntry entry : layer.entries()) {
      decide(layer, entry, remaining, limits);
    }
    TypeChangeConflicts.resolve(layer.entries(), outcomes, placements);
    proposed.removeIf(change -> outcomes.get(change.index()).disposition() == Disposition.DROPPED);
    long said = ChangeSetBounds.outcomeBytes(outcomes);
    Optional<Decision> noRoom =
        ChangeSetBounds.tooMuchToSay(said)
            .or(() ->
                ChangeRoom.refusal(run, proposed(/* held= */ false), proposed(/* held= */ true)))
            .or(() -> room.take(placements))
            .or(() -> room.takeLine(said + ChangeSetBounds.inlineBytes(proposed)));
    if (noRoom.isPresent()) {
      dropAll(layer, noRoom.get());
    } else {
      memory.take(said);
      proposed.forEach(this::keep);
    }
  }

  private List<Change> proposed(boolean held) {
    return proposed.stream().filter(p -> p.held() == held).map(ProposedChange::change).toList();
  }

  private void dropAll(LayerSnapshot layer, Decision reason) {
    room.giveBack();
    outcomes.clear();
    placements.clear();
    boolean one = ChangeSetBounds.namesTooLong(layer);
    if (!one) {
      layer.entries().forEach(entry -> drop(entry.path(), reason));
    }
    long said = ChangeSetBounds.outcomeBytes(outcomes);
    if (one || ChangeSetBounds.tooMuchToSay(said).isPresent() || room.takeLine(said).isPresent()) {
      outcomes.clear();
      drop(WHOLE, reason);
      said = ChangeSetBounds.outcomeBytes(outcomes);
    }
    memory.take(said);
  }

  private void decide(LayerSnapshot layer, LayerEntry entry, Tree remaining, Limits limits) {
    Optional<WorkspacePath> named = entry.path().toWorkspacePath();
    if (named.isEmpty()) {
      drop(
          entry.path(),
          Decision.deny(
              "builtin.path", "no syscall may use such a name", "use a plain name in UTF-8"));
      return;
    }
    PathDecision decided =
        run.policy().write(named.get(), run.inBase(named.get()), ChangeOrigin.COMMAND);
    if (decided.decision().outcome() == Decision.Outcome.DENY) {
      drop(entry.path(), decided.decision());
      return;
    }
    boolean scratch = decided.zone() == Destination.SCRATCH;
    boolean comes =
        switch (entry.kind()) {
          case FILE, EXECUTABLE, SYMLINK -> true;
          case DIRECTORY, ABSENT, SPECIAL, TOO_DEEP -> false;
        };
    if (comes && !TreePlaces.isFree(remaining, entry.path())) {
      drop(
          entry.path(),
          Decision.deny(
              "builtin.conflict",
              "the tree has files below this path, or a file or submodule above it",
              "use another path"));
      return;
    }
    switch (entry.kind()) {
      case FILE, EXECUTABLE -> file(layer, entry, named.get(), decided, limits);
      case ABSENT -> absent(entry, named.get(), decided);
      case DIRECTORY -> {
        place(entry.path(), Disposition.SCRATCH, decided.decision());
        placements.add(new FileOperation.PutDirectory(entry.path()));
      }
      case SYMLINK -> {
        byte[] target = layer.content(entry);
        if (scratch && SymlinkTargets.stayInside(entry.path(), target)) {
          place(entry.path(), Disposition.SCRATCH, decided.decision());
          placements.add(new FileOperation.PutLink(entry.path(), target));
        } else {
          drop(
              entry.path(),
              Decision.deny(
                  "builtin.link",
                  "a symbolic link never becomes part of the result",
                  "make a regular file"));
        }
      }
      case SPECIAL ->
          drop(
              entry.path(),
              Decision.deny(
                  "builtin.type",
                  "devices, pipes and sockets never leave the sandbox",
                  "make a regular file"));
      case TOO_DEEP ->
          drop(
              entry.path(),
              Decision.deny(
                  "builtin.depth",
                  "a path has at most %s components".formatted(WorkspacePath.MAX_DEPTH),
                  "use fewer directories"));
    }
  }

  private void file(
      LayerSnapshot layer,
      LayerEntry entry,
      WorkspacePath path,
      PathDecision decided,
      Limits limits) {
    if (entry.size() > limits.changedFileBytes()) {
      drop(
          entry.path(),
          Decision.deny(
              "builtin.size",
              "a changed file has at most %s bytes".formatted(limits.changedFileBytes()),
              "write smaller files"));
      return;
    }
    byte[] content = layer.content(entry);
    boolean executable = entry.kind() == LayerEntry.Kind.EXECUTABLE;
    FileOperation.PutFile placement =
        new FileOperation.PutFile(entry.path(), executable, content, entry.modified());
    if (decided.zone() == Destination.SCRATCH) {
      place(entry.path(), Disposition.SCRATCH, decided.decision());
      placements.add(placement);
      return;
    }
    FileVersion after =
        FileVersion.of(executable ? FileMode.EXECUTABLE : FileMode.REGULAR, content);
    Optional<FileVersion> before = run.committedTree().file(entry.path());
    if (before.equals(Optional.of(after))) {
      placements.add(placement);
      return;
    }
    propose(new Change(path, before, Optional.of(after)), decided, placement, Optional.of(content));
  }

  private void absent(LayerEntry entry, WorkspacePath path, PathDecision decided) {
    Optional<FileVersion> before = run.committedTree().file(entry.path());
    FileOperation.Delete placement = new FileOperation.Delete(entry.path());
    if (before.isEmpty()) {
      placements.add(placement);
      place(entry.path(), Disposition.SCRATCH, decided.decision());
      return;
    }
    propose(new Change(path, before, Optional.empty()), decided, placement, Optional.empty());
  }

  private void propose(
      Change change, PathDecision decided, FileOperation placement, Optional<byte[]> content) {
    ProposedChange next = new ProposedChange(outcomes.size(), change, decided, content);
    if (next.held() && HeldChanges.isFull(run, held)) {
      drop(change.path().toTreePath(), HeldChanges.full());
      return;
    }
    if (next.held()) {
      held++;
    } else {
      placements.add(placement);
    }
    proposed.add(next);
    outcomes.add(next.outcome(Optional.empty()));
  }

  /** Keeps the contents of a change that goes through, and holds it where a rule says so. */
  private void keep(ProposedChange next) {
    next.change().before().ifPresent(version -> contents.add(run.contentOf(version)));
    next.content().ifPresent(contents::add);
    if (next.held()) {
      ApprovalRequested requested =
          HeldChanges.request(run, callId, next.change(), next.decided(), contents);
      approvals.add(requested);
      outcomes.set(next.index(), next.outcome(Optional.of(requested.approval().approvalId())));
    }
  }

  /** A directory in a removed file's place is not a second change: the file's outcome covers it. */
  private void place(TreePath path, Disposition disposition, Decision decision) {
    if (!outcomes.isEmpty() && outcomes.getLast().path().equals(path)) {
      return;
    }
    outcomes.add(
        new PathOutcome(
            path, disposition, decision, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private void drop(TreePath path, Decision decision) {
    place(path, Disposition.DROPPED, decision);
  }
}
