package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.syscalls.Answer.FileChanged;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.change.CallRoom;
import dev.gatehouse.syscalls.change.ChangeRoom;
import dev.gatehouse.syscalls.change.EventContents;
import dev.gatehouse.syscalls.change.HeldChanges;
import dev.gatehouse.syscalls.change.TreePlaces;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.posix.FileContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The change of one file by a file syscall: compared with what is there (promise F5), then
 * committed or held.
 */
final class SingleChange {
  private final OpenRun run;
  private final WorkspacePath path;
  private final Optional<FileVersion> before;
  private final byte[] beforeContent;

  private SingleChange(
      OpenRun run, WorkspacePath path, Optional<FileVersion> before, byte[] beforeContent) {
    this.run = run;
    this.path = path;
    this.before = before;
    this.beforeContent = beforeContent;
  }

  /**
   * The change of what is there now.
   *
   * @param replaces the digest that must be there; empty where there must be nothing
   * @throws SyscallException REPLACES_MISMATCH
   * @throws WorkspaceException if a directory, a link or something else is in the way
   */
  static SingleChange of(OpenRun run, WorkspacePath path, Optional<Digest> replaces) {
    Optional<FileContent> current = current(run, path);
    Optional<Digest> found = current.map(file -> Digest.of(file.bytes()));
    if (!found.equals(replaces)) {
      throw new SyscallException(
          SyscallErrorCode.REPLACES_MISMATCH,
          found.map(digest -> "the file's digest is " + digest).orElse("there is no such file"),
          "read the file again, and name the digest that the change replaces, or \"absent\"");
    }
    if (!TreePlaces.isFree(run.committedTree(), path.toTreePath())) {
      throw new SyscallException(
          WorkspaceErrorCode.FILE_NOT_A_FILE,
          "the tree has files below this path, or a file or submodule above it",
          "name another path");
    }
    byte[] content = current.map(FileContent::bytes).orElse(new byte[0]);
    Optional<FileVersion> before = current.map(FileContent::version);
    return new SingleChange(run, path, before, content);
  }

  private static Optional<FileContent> current(OpenRun run, WorkspacePath path) {
    try {
      return Optional.of(run.workspace().read(path, run.profile().limits().changedFileBytes()));
    } catch (WorkspaceException e) {
      if (e.code() == WorkspaceErrorCode.FILE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  FileChanged commitOrHold(
      CallContext call,
      PathDecision decided,
      Optional<FileVersion> after,
      byte[] afterContent,
      FileOperation placement) {
    // There is room on the disk for what the body held; that was asked before the call.
    try (CallRoom room = new CallRoom(run, StorageRoom.PLENTY)) {
      FileChanged answer = commitOrHold(call, decided, after, afterContent, placement, room);
      room.placed();
      return answer;
    }
  }

  private FileChanged commitOrHold(
      CallContext call,
      PathDecision decided,
      Optional<FileVersion> after,
      byte[] afterContent,
      FileOperation placement,
      CallRoom room) {
    boolean scratch = decided.zone() == Destination.SCRATCH;
    boolean held = decided.decision().outcome() == Decision.Outcome.HOLD;
    if (held && HeldChanges.isFull(run, /* besides= */ 0)) {
      throw new SyscallException(
          SyscallErrorCode.TOO_MANY_APPROVALS,
          HeldChanges.full().reason(),
          HeldChanges.full().next().orElseThrow());
    }
    if (!scratch) {
      ChangeRoom.require(run, new Change(path, before, after), held);
    }
    if (!held) {
      requireRoom(room.take(List.of(placement)));
    }
    EventContents contents = new EventContents(run);
    if (!scratch) {
      before.ifPresent(version -> contents.add(beforeContent));
      after.ifPresent(version -> contents.add(afterContent));
    }
    List<Event> events = new ArrayList<>();
    events.add(call.intended(decided.decision(), Optional.empty()));
    Optional<String> approvalId = Optional.empty();
    if (held) {
      Event.ApprovalRequested requested =
          HeldChanges.request(run, call.id(), new Change(path, before, after), decided, contents);
      approvalId = Optional.of(requested.approval().approvalId());
      events.add(requested);
    }
    PathOutcome outcome =
        new PathOutcome(
            path.toTreePath(),
            held ? Disposition.HELD : scratch ? Disposition.SCRATCH : Disposition.COMMITTED,
            decided.decision(),
            before,
            after,
            approvalId);
    FileChanged answer = new FileChanged(call.id(), outcome);
    events.add(call.ended(answer, List.of(outcome), contents.takeInline()));
    run.append(events.toArray(Event[]::new));
    run.force();
    if (!held) {
      run.apply(List.of(placement));
    }
    return answer;
  }

  private static void requireRoom(Optional<Decision> refused) {
    if (refused.isPresent()) {
      throw new SyscallException(
          SyscallErrorCode.RUN_SCRATCH_FULL,
          refused.get().reason(),
          refused.get().next().orElseThrow());
    }
  }
}
