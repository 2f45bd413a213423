package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.syscalls.Answer.FileContent;
import dev.gatehouse.syscalls.Syscall.FileRead;

/**
 * Reads one file.
 *
 * <p>Refusals: POLICY_DENIED, FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_IS_SYMLINK, FILE_NOT_A_FILE,
 * TOO_LARGE.
 */
final class FileReadCall {
  private final Call call;

  FileReadCall(OpenRun run, Caller caller, String id) {
    this.call = new Call(run, caller, id);
  }

  FileContent run(FileRead read) {
    OpenRun run = call.run();
    Decision decision = Call.requireAllowed(run.policy().read(read.path()).decision());
    dev.gatehouse.workspace.FileContent file =
        run.workspace().read(read.path(), read.maxBytes(), call.caller().memory()::take);
    boolean scratch = run.tree().file(read.path().toTreePath()).isEmpty();
    return call.read(
        read,
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
