package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.syscalls.Answer.FileChanged;
import dev.gatehouse.syscalls.Syscall.FileWrite;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.FileOperation;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.util.Optional;

/**
 * Writes one whole file, or holds the write where the path is protected.
 *
 * <p>Refusals: POLICY_DENIED, PATH_AMBIGUOUS, TOO_LARGE, REPLACES_MISMATCH, FILE_IS_DIRECTORY,
 * FILE_IS_SYMLINK, FILE_NOT_A_FILE.
 */
public final class FileWriteHandler implements SyscallHandler<FileWrite> {
  @Override
  public void validate(CallContext call, FileWrite write) {
    long limit = call.run().profile().limits().writeBytes();
    if (write.content().length > limit) {
      throw new SyscallException(
          WorkspaceErrorCode.TOO_LARGE,
          "the profile allows %s bytes in one write".formatted(limit),
          "write less, or let a command in the sandbox make the file");
    }
  }

  @Override
  public FileChanged handle(CallContext call, FileWrite write) {
    OpenRun run = call.run();
    TreePath path = write.path().toTreePath();
    PathDecision decided =
        run.policy().write(write.path(), run.inBase(write.path()), ChangeOrigin.FILE);
    CallContext.requireAllowed(decided.decision());
    SingleChange change = SingleChange.of(run, write.path(), write.replaces());
    FileVersion after =
        FileVersion.of(
            write.executable() ? FileMode.EXECUTABLE : FileMode.REGULAR, write.content());
    return change.commitOrHold(
        call,
        decided,
        Optional.of(after),
        write.content(),
        new FileOperation.PutFile(path, write.executable(), write.content(), Optional.empty()));
  }
}
