package dev.gatehouse.controlplane.results;

import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.ChangeSet;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.run.OpenRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * By what the tree of a run differs from its base.
 *
 * @param changes one for each path, in the order of their bytes
 * @param contents gives the content of each version that they name
 */
record RunChange(List<Change> changes, Function<FileVersion, byte[]> contents) {
  RunChange {
    changes = new ChangeSet(changes).changes();
  }

  /** Of an open run, as its committed tree is now. */
  static RunChange of(OpenRun run) {
    Tree base = run.base();
    Tree tree = run.committedTree();
    Set<TreePath> paths = new TreeSet<>(base.files().keySet());
    paths.addAll(tree.files().keySet());
    List<Change> changes = new ArrayList<>();
    for (TreePath path : paths) {
      Optional<FileVersion> before = base.file(path);
      Optional<FileVersion> after = tree.file(path);
      if (!before.equals(after)) {
        path.toWorkspacePath().ifPresent(named -> changes.add(new Change(named, before, after)));
      }
    }
    return new RunChange(changes, version -> run.contents().content(version));
  }

  /**
   * Of a sealed run, from its folder alone: it has the content of whatever was committed.
   *
   * @throws dev.gatehouse.evidence.folder.MissingEvidenceException if the folder is not whole
   */
  static RunChange of(SealedRun run) {
    RunEvidence evidence = RunEvidence.read(run.folder());
    Map<WorkspacePath, Net> net = new TreeMap<>();
    Map<String, Change> asked = new HashMap<>();
    for (Event event : evidence.events()) {
      switch (event) {
        case Event.CallEnded ended ->
            ended.paths().stream()
                .filter(path -> path.disposition() == Disposition.COMMITTED)
                .map(PathOutcome::toChange)
                .forEach(change -> net.merge(change.path(), Net.of(change), Net::then));
        case Event.ApprovalRequested requested ->
            asked.put(requested.approval().approvalId(), requested.approval().change());
        case Event.ApprovalSettled settled -> {
          Change change = asked.get(settled.approvalId());
          if (change != null && settled.state() == Approval.State.COMMITTED) {
            net.merge(change.path(), Net.of(change), Net::then);
          }
        }
        case Event.RunBegun ignored -> {}
        case Event.LeaseTaken ignored -> {}
        case Event.CallIntended ignored -> {}
        case Event.CallRefused ignored -> {}
        case Event.CallConfirmed ignored -> {}
        case Event.CallAborted ignored -> {}
        case Event.ScratchLost ignored -> {}
        case Event.RunSubmitted ignored -> {}
        case Event.RunEnded ignored -> {}
      }
    }
    List<Change> changes = new ArrayList<>();
    net.forEach((path, change) -> {
      if (!change.before.equals(change.after)) {
        changes.add(new Change(path, change.before, change.after));
      }
    });
    return new RunChange(changes, version -> content(evidence, version));
  }

  /** What a path was before the first of several changes, and is after the last of them. */
  private record Net(Optional<FileVersion> before, Optional<FileVersion> after) {
    static Net of(Change change) {
      return new Net(change.before(), change.after());
    }

    Net then(Net later) {
      return new Net(before, later.after);
    }
  }

  private static byte[] content(RunEvidence evidence, FileVersion version) {
    if (version.mode() == FileMode.GITLINK) {
      return new byte[0];
    }
    return evidence
        .content(version.sha256())
        .orElseThrow(() ->
            new UncheckedIOException(
                new IOException("the folder does not have the content " + version.sha256())));
  }

  /** Digest of the list of changes: the same for the same change. */
  Digest sha256() {
    return Digest.of(
        Json.object()
            .put("changes", new Json.Arr(changes.stream().<Json>map(Change::toJson).toList()))
            .build()
            .canonical());
  }
}
