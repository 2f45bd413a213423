package dev.gatehouse.syscalls.limit;

import java.util.function.ToLongFunction;

/**
 * How much the run folders of one agent may take together: those of its open runs, and those of its
 * sealed runs of the last day. From there on no run of the agent is opened, and its open runs can
 * only be submitted.
 *
 * @param agentBytes bytes of the folders of one agent, each file in blocks of 4 KiB
 * @param sealed bytes of an agent's sealed runs that count, by the agent's name
 */
public record EvidenceQuota(long agentBytes, ToLongFunction<String> sealed) {
  private static final long GIB = 1024L * 1024 * 1024;

  /** What no configuration changes; sealed runs do not count. */
  public static final EvidenceQuota DEFAULT = new EvidenceQuota(8 * GIB, agent -> 0);

  public EvidenceQuota {
    if (agentBytes < 1) {
      throw new IllegalArgumentException("bytes of an agent's evidence are at least 1");
    }
  }
}
