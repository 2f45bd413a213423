package dev.gatehouse.syscalls.limit;

/**
 * How much calls may leave in workspaces beyond what lay there when a run was opened: scratch, and
 * what a run changes of its tree. Each file, link and directory counts in blocks of 4 KiB.
 *
 * @param runBytes in the workspace of one run
 * @param runPaths number of files, links and directories there
 * @param agentBytes in the workspaces of all open runs of one agent
 * @param gatewayBytes in the workspaces of all open runs
 */
public record ScratchBounds(long runBytes, int runPaths, long agentBytes, long gatewayBytes) {
  private static final long MIB = 1024 * 1024;

  /** What no configuration changes. */
  public static final ScratchBounds DEFAULT =
      new ScratchBounds(512 * MIB, 100_000, 2048 * MIB, 8192 * MIB);

  public ScratchBounds {
    if (runBytes < 1 || runPaths < 1 || agentBytes < 1 || gatewayBytes < 1) {
      throw new IllegalArgumentException("bytes and paths of scratch are at least 1");
    }
  }
}
