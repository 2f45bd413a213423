package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.folder.BlobUsage;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.JournalBounds;
import dev.gatehouse.syscalls.limit.RunBounds;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Whether a run may write more into its folder; computed from counters, no file is looked at. */
final class JournalRoom {
  private JournalRoom() {}

  /**
   * Returns if a call may be begun.
   *
   * @param all every open run
   * @param taken bytes that a run is about to write
   * @throws SyscallException RUN_FULL, AGENT_JOURNAL_FULL, GATEWAY_JOURNAL_FULL
   */
  static void require(OpenRun run, List<OpenRun> all, ToLongFunction<OpenRun> taken) {
    RunBounds bounds = run.bounds();
    if (run.folder().journalBytes() > bounds.journal().runBytes()) {
      throw runFull(
          "the run's journal has more than %s bytes".formatted(bounds.journal().runBytes()));
    }
    BlobUsage blobs = run.folder().blobUsage();
    if (blobs.bytes() > bounds.blobs().bytes() || blobs.count() > bounds.blobs().count()) {
      throw runFull(
          "the run keeps more than %s bytes or %s pieces of content"
              .formatted(bounds.blobs().bytes(), bounds.blobs().count()));
    }
    Optional<SyscallException> refused = noShare(run, all, taken, /* more= */ 0);
    if (refused.isPresent()) {
      throw refused.get();
    }
  }

  /** Why so many bytes more may not be written to the run's journal, if so. */
  static Optional<SyscallException> noRoom(
      OpenRun run, List<OpenRun> all, ToLongFunction<OpenRun> taken, long more) {
    long runBytes = run.bounds().journal().runBytes();
    return run.folder().journalBytes() + taken.applyAsLong(run) + more > runBytes
        ? Optional.of(runFull("the run's journal has more than %s bytes".formatted(runBytes)))
        : noShare(run, all, taken, more);
  }

  /**
   * Returns if the run's lease may be taken again: a full run is taken over to be submitted.
   *
   * @throws SyscallException RUN_FULL
   */
  static void requireForLease(OpenRun run) {
    long most = run.bounds().journal().runBytes() + JournalBounds.LEASE_BYTES;
    if (run.folder().journalBytes() > most) {
      throw runFull("the run's journal has more than %s bytes".formatted(most));
    }
  }

  private static Optional<SyscallException> noShare(
      OpenRun run, List<OpenRun> all, ToLongFunction<OpenRun> taken, long more) {
    JournalBounds bounds = run.bounds().journal();
    String agent = run.record().agent();
    long ofAgent = more;
    long ofAll = more;
    for (OpenRun other : all) {
      long bytes = bytes(other.folder()) + taken.applyAsLong(other);
      ofAll += bytes;
      ofAgent += other.record().agent().equals(agent) ? bytes : 0;
    }
    if (ofAgent > bounds.agentBytes()) {
      return Optional.of(
          new SyscallException(
              SyscallErrorCode.AGENT_JOURNAL_FULL,
              "the journals of the agent's open runs have more than %s bytes"
                  .formatted(bounds.agentBytes()),
              "submit a run of this agent; there is room again when it is sealed"));
    }
    if (ofAll > bounds.gatewayBytes()) {
      return Optional.of(
          new SyscallException(
              SyscallErrorCode.GATEWAY_JOURNAL_FULL,
              "the journals of all open runs have more than %s bytes"
                  .formatted(bounds.gatewayBytes()),
              "submit the run, or call again later with the same key; there is room again when"
                  + " runs are sealed"));
    }
    return Optional.empty();
  }

  private static long bytes(OpenFolder folder) {
    return folder.journalBytes() + folder.requestBytes();
  }

  private static SyscallException runFull(String reason) {
    return new SyscallException(
        SyscallErrorCode.RUN_FULL, reason, "submit the run, and go on in a new one");
  }
}
