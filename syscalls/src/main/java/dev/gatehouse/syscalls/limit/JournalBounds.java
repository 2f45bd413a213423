package dev.gatehouse.syscalls.limit;

/**
 * Bytes of journals and of the requests that they keep as blobs, from which on a call is refused
 * before any line of it is written. Submits, decisions and ends do not ask.
 *
 * @param runBytes of one run
 * @param agentBytes of all open runs of one agent
 * @param gatewayBytes of all open runs
 */
public record JournalBounds(long runBytes, long agentBytes, long gatewayBytes) {
  private static final long MIB = 1024 * 1024;

  /** Largest {@code runBytes}. */
  public static final long MAX_RUN_BYTES = 256 * MIB;

  /** What {@code runBytes} leaves for leases that are taken. */
  public static final long LEASE_BYTES = MIB;

  /** What no configuration changes. */
  public static final JournalBounds DEFAULT = new JournalBounds(32 * MIB, 96 * MIB, 512 * MIB);

  public JournalBounds {
    if (runBytes < 1 || runBytes > MAX_RUN_BYTES || agentBytes < 1 || gatewayBytes < 1) {
      throw new IllegalArgumentException(
          "bytes of journals are at least 1, and of one run at most " + MAX_RUN_BYTES);
    }
  }
}
