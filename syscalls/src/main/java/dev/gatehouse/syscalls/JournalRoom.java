package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.folder.BlobUsage;
import dev.gatehouse.evidence.folder.OpenFolder;
import java.util.List;

/** Whether a run may write more into its folder; computed from counters, no file is looked at. */
final class JournalRoom {
  private JournalRoom() {}

  /**
   * Returns if a call may be begun.
   *
   * @param all every open run
   * @throws SyscallRefused RUN_FULL, AGENT_JOURNAL_FULL, GATEWAY_JOURNAL_FULL
   */
  static void require(OpenRun run, List<OpenRun> all) {
    RunBounds bounds = run.bounds();
    if (run.folder().journalBytes() > bounds.journal().runBytes()) {
      throw runFull(
          "the run's journal has more than %s bytes".formatted(bounds.journal().runBytes()));
    }
    BlobUsage blobs = run.folder().blobUsage();
    if (blobs.bytes() > bounds.blobBytes() || blobs.count() > bounds.blobs()) {
      throw runFull(
          "the run keeps more than %s bytes or %s pieces of content"
              .formatted(bounds.blobBytes(), bounds.blobs()));
    }
    requireShare(run.record().agent(), all, bounds.journal());
  }

  /**
   * Returns if the run's lease may be taken again: a full run is taken over to be submitted.
   *
   * @throws SyscallRefused RUN_FULL
   */
  static void requireForLease(OpenRun run) {
    long most = run.bounds().journal().runBytes() + JournalBounds.LEASE_BYTES;
    if (run.folder().journalBytes() > most) {
      throw runFull("the run's journal has more than %s bytes".formatted(most));
    }
  }

  private static void requireShare(String agent, List<OpenRun> all, JournalBounds bounds) {
    long ofAgent = 0;
    long ofAll = 0;
    for (OpenRun run : all) {
      long bytes = bytes(run.folder());
      ofAll += bytes;
      ofAgent += run.record().agent().equals(agent) ? bytes : 0;
    }
    if (ofAgent > bounds.agentBytes()) {
      throw new SyscallRefused(
          RefusalCode.AGENT_JOURNAL_FULL,
          "the journals of the agent's open runs have more than %s bytes"
              .formatted(bounds.agentBytes()),
          "submit a run of this agent; there is room again when it is sealed");
    }
    if (ofAll > bounds.gatewayBytes()) {
      throw new SyscallRefused(
          RefusalCode.GATEWAY_JOURNAL_FULL,
          "the journals of all open runs have more than %s bytes".formatted(bounds.gatewayBytes()),
          "submit the run, or call again later with the same key; there is room again when runs"
              + " are sealed");
    }
  }

  private static long bytes(OpenFolder folder) {
    return folder.journalBytes() + folder.requestBytes();
  }

  private static SyscallRefused runFull(String reason) {
    return new SyscallRefused(
        RefusalCode.RUN_FULL, reason, "submit the run, and go on in a new one");
  }
}
