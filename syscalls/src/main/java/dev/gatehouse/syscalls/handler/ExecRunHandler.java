package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.syscalls.Answer.CommandRan;
import dev.gatehouse.syscalls.Syscall.ExecRun;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.StorageRoom;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;

/**
 * Runs one command in a container of its own and commits what it changed, path by path.
 *
 * <p>The intent is durable before the container receives its command; the outcome is durable before
 * the answer; the engine's own report comes later as {@code call.confirmed}.
 *
 * <p>Refusals: POLICY_DENIED, TOO_LARGE, FILE_NOT_FOUND, FILE_IS_SYMLINK and FILE_NOT_A_FILE for
 * the directory, ENGINE_UNAVAILABLE, ENGINE_BUSY, IMAGE_MISSING, ISOLATION_MISMATCH.
 */
public final class ExecRunHandler implements SyscallHandler<ExecRun> {
  /** Bytes of a command or of its standard input, at most. */
  static final int MAX_COMMAND_BYTES = 256 * 1024;

  private final StorageRoom storage;

  public ExecRunHandler(StorageRoom storage) {
    this.storage = storage;
  }

  @Override
  public void validate(CallContext call, ExecRun exec) {
    if (call.request().length() > MAX_COMMAND_BYTES || exec.stdin().length > MAX_COMMAND_BYTES) {
      throw new SyscallException(
          WorkspaceErrorCode.TOO_LARGE,
          "a command and its standard input have at most %s bytes each"
              .formatted(MAX_COMMAND_BYTES),
          "write a file by file.write and let the command read it");
    }
  }

  @Override
  public CommandRan handle(CallContext call, ExecRun exec) {
    OpenRun run = call.run();
    Decision decision =
        CallContext.requireAllowed(run.policy().command(exec.command(), exec.directory()));
    exec.directory().ifPresent(run.workspace()::requireDirectory);
    run.awaitConfirmation();
    PreparedCommand prepared = run.sandbox().prepare(call.id(), run.workspace().lower());
    return new CommandExecution(call, exec, decision, prepared, storage).run();
  }
}
