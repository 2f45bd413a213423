package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.syscalls.Answer.FileChanged;
import dev.gatehouse.syscalls.Syscall.FileDelete;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.FileOperation;
import java.util.Optional;

/**
 * Deletes one file, or holds the deletion where the path is protected.
 *
 * <p>Refusals: POLICY_DENIED, PATH_AMBIGUOUS, REPLACES_MISMATCH, FILE_NOT_FOUND, FILE_IS_DIRECTORY,
 * FILE_IS_SYMLINK, FILE_NOT_A_FILE.
 */
public final class FileDeleteHandler implements SyscallHandler<FileDelete> {
  private static final byte[] NOTHING = {};

  @Override
  public FileChanged handle(CallContext call, FileDelete delete) {
    OpenRun run = call.run();
    TreePath path = delete.path().toTreePath();
    PathDecision decided =
        run.policy().write(delete.path(), run.inBase(delete.path()), ChangeOrigin.FILE);
    CallContext.requireAllowed(decided.decision());
    SingleChange change = SingleChange.of(run, delete.path(), Optional.of(delete.replaces()));
    return change.commitOrHold(
        call, decided, Optional.empty(), NOTHING, new FileOperation.Delete(path));
  }
}
