package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.syscalls.Answer.Listing;
import dev.gatehouse.syscalls.Syscall.DirList;
import dev.gatehouse.syscalls.run.OpenRun;

/**
 * Lists one directory.
 *
 * <p>Refusals: POLICY_DENIED, FILE_NOT_FOUND, FILE_IS_SYMLINK, FILE_NOT_A_FILE.
 */
public final class DirListHandler implements SyscallHandler<DirList> {
  /** Entries of one answer, at most; the answer says when there are more. */
  static final int MAX_ENTRIES = 10_000;

  /** What an entry's type, size and member names take in the answer. */
  private static final int ENTRY_BYTES = 64;

  @Override
  public Listing handle(CallContext call, DirList list) {
    OpenRun run = call.run();
    Decision decision =
        list.path()
            .map(path -> CallContext.requireAllowed(run.policy().read(path).decision()))
            .orElseGet(() -> Decision.allow("builtin.root", "the workspace itself may be listed"));
    dev.gatehouse.workspace.Listing listing = run.workspace().list(list.path(), MAX_ENTRIES);
    call.caller()
        .memory()
        .take(
            listing.entries().stream()
                .mapToLong(entry -> ENTRY_BYTES + entry.name().latin1().length())
                .sum());
    return call.answered(
        decision,
        new Listing(
            call.id(),
            list.path(),
            listing.entries().stream()
                .map(e -> new Listing.Entry(e.name().display(), e.type().name(), e.size()))
                .toList(),
            listing.truncated()));
  }
}
