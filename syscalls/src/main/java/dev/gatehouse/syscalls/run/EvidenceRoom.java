package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.folder.BlobUsage;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.limit.EvidenceQuota;
import dev.gatehouse.workspace.Footprint;
import java.util.List;
import java.util.Optional;

/** Whether an agent's runs may keep more; computed from counters, no file is looked at. */
final class EvidenceRoom {
  private EvidenceRoom() {}

  /**
   * Why the agent's runs may keep no more, if so.
   *
   * @param open every open run
   */
  static Optional<SyscallException> full(String agent, List<OpenRun> open, EvidenceQuota quota) {
    long bytes =
        quota.sealed().applyAsLong(agent)
            + open.stream()
                .filter(run -> run.record().agent().equals(agent))
                .mapToLong(run -> bytes(run.folder()))
                .sum();
    return bytes > quota.agentBytes()
        ? Optional.of(
            new SyscallException(
                SyscallErrorCode.AGENT_EVIDENCE_FULL,
                "the folders of the agent's runs of the last 24 hours have more than %s bytes"
                    .formatted(quota.agentBytes()),
                "submit the agent's open runs; a sealed run counts until 24 hours after its"
                    + " opening"))
        : Optional.empty();
  }

  /** A blob takes up to one block more than its bytes. */
  private static long bytes(OpenFolder folder) {
    BlobUsage blobs = folder.blobUsage();
    return Footprint.ofSize(folder.journalBytes()).bytes()
        + blobs.bytes()
        + Footprint.ofSize(1).bytes() * blobs.count();
  }
}
