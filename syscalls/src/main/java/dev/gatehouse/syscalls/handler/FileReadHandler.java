package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.syscalls.Answer.FileContent;
import dev.gatehouse.syscalls.Syscall.FileRead;
import dev.gatehouse.syscalls.run.OpenRun;

/**
 * Reads one file.
 *
 * <p>Refusals: POLICY_DENIED, FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_IS_SYMLINK, FILE_NOT_A_FILE,
 * TOO_LARGE.
 */
public final class FileReadHandler implements SyscallHandler<FileRead> {
  @Override
  public FileContent handle(CallContext call, FileRead read) {
    OpenRun run = call.run();
    Decision decision = CallContext.requireAllowed(run.policy().read(read.path()).decision());
    dev.gatehouse.workspace.posix.FileContent file =
        run.workspace().read(read.path(), read.maxBytes(), call.caller().memory()::take);
    boolean scratch = run.committedTree().file(read.path().toTreePath()).isEmpty();
    return call.answered(
        decision,
        new FileContent(
            call.id(),
            read.path(),
            Digest.of(file.bytes()),
            file.mode() == FileMode.EXECUTABLE,
            scratch,
            file.bytes()));
  }
}
