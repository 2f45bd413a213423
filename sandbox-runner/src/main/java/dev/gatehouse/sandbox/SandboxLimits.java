package dev.gatehouse.sandbox;

/**
 * Hard limits (promise B4). What a command writes into the layer and {@code /tmp} lies in memory
 * and counts against its memory limit while it runs.
 *
 * @param memoryBytes of one command, without swap
 * @param cpuMillis thousandths of one CPU
 * @param processes processes and threads of one command, the starter counted
 * @param layerBytes what the commands of the run may write into {@code /workspace}, in sum
 * @param layerInodes the same in files
 * @param tmpBytes size of the run's {@code /tmp}
 * @param tmpInodes files in the run's {@code /tmp}
 * @param openFiles open descriptors of one process
 * @param fileBytes largest file
 */
public record SandboxLimits(
    long memoryBytes,
    int cpuMillis,
    int processes,
    long layerBytes,
    long layerInodes,
    long tmpBytes,
    long tmpInodes,
    int openFiles,
    long fileBytes) {
  private static final long LEAST_MEMORY = 16L << 20;

  public SandboxLimits {
    if (memoryBytes < LEAST_MEMORY || cpuMillis < 10 || processes < 4 || openFiles < 16) {
      throw new IllegalArgumentException("below what a container needs to start");
    }
    if (layerBytes < 1 || layerInodes < 16 || tmpBytes < 1 || tmpInodes < 16 || fileBytes < 1) {
      throw new IllegalArgumentException("a volume or file limit is not positive");
    }
  }
}
