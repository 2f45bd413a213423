package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.json.Json;

/**
 * The bounds of a run and of each command in it.
 *
 * @param memoryBytes memory of a command; there is no swap
 * @param cpuMillis processor time per second of wall time, in thousandths of one processor
 * @param processes processes and threads of a command at once
 * @param openFiles open files of one process
 * @param fileBytes size of one file that a command writes
 * @param layerBytes what one command may write in all
 * @param layerInodes files and directories that one command may make
 * @param tmpBytes size of the run's {@code /tmp}
 * @param tmpInodes files and directories in the run's {@code /tmp}
 * @param commandSeconds wall time of a command
 * @param outputBytes bytes of each stream in the answer and the evidence
 * @param outputLimitBytes bytes of a stream at which the command is killed
 * @param writeBytes content of one file syscall
 * @param changedPaths paths of one command's change set
 * @param changedFileBytes size of one changed file that becomes part of the result
 * @param leaseSeconds how long a lease lasts without a call
 * @param approvalSeconds how long a held change waits for an operator
 * @param runSeconds how long a run may be open
 */
public record Limits(
    long memoryBytes,
    long cpuMillis,
    long processes,
    long openFiles,
    long fileBytes,
    long layerBytes,
    long layerInodes,
    long tmpBytes,
    long tmpInodes,
    long commandSeconds,
    long outputBytes,
    long outputLimitBytes,
    long writeBytes,
    long changedPaths,
    long changedFileBytes,
    long leaseSeconds,
    long approvalSeconds,
    long runSeconds) {
  private static final long MIB = 1024 * 1024;

  /** What a profile with packs has where it says nothing else. */
  public static final Limits USUAL =
      new Limits(
          /* memoryBytes= */ 2048 * MIB,
          /* cpuMillis= */ 2000,
          /* processes= */ 512,
          /* openFiles= */ 4096,
          /* fileBytes= */ 512 * MIB,
          /* layerBytes= */ 512 * MIB,
          /* layerInodes= */ 200_000,
          /* tmpBytes= */ 256 * MIB,
          /* tmpInodes= */ 50_000,
          /* commandSeconds= */ 600,
          /* outputBytes= */ MIB,
          /* outputLimitBytes= */ 64 * MIB,
          /* writeBytes= */ 4 * MIB,
          /* changedPaths= */ 10_000,
          /* changedFileBytes= */ 16 * MIB,
          /* leaseSeconds= */ 900,
          /* approvalSeconds= */ 86_400,
          /* runSeconds= */ 3600);

  /** Of each member the smaller of both. */
  public Limits smaller(Limits other) {
    return new Limits(
        Math.min(memoryBytes, other.memoryBytes),
        Math.min(cpuMillis, other.cpuMillis),
        Math.min(processes, other.processes),
        Math.min(openFiles, other.openFiles),
        Math.min(fileBytes, other.fileBytes),
        Math.min(layerBytes, other.layerBytes),
        Math.min(layerInodes, other.layerInodes),
        Math.min(tmpBytes, other.tmpBytes),
        Math.min(tmpInodes, other.tmpInodes),
        Math.min(commandSeconds, other.commandSeconds),
        Math.min(outputBytes, other.outputBytes),
        Math.min(outputLimitBytes, other.outputLimitBytes),
        Math.min(writeBytes, other.writeBytes),
        Math.min(changedPaths, other.changedPaths),
        Math.min(changedFileBytes, other.changedFileBytes),
        Math.min(leaseSeconds, other.leaseSeconds),
        Math.min(approvalSeconds, other.approvalSeconds),
        Math.min(runSeconds, other.runSeconds));
  }

  /** All members. */
  public Json.Obj toJson() {
    return Json.object()
        .put("memoryBytes", memoryBytes)
        .put("cpuMillis", cpuMillis)
        .put("processes", processes)
        .put("openFiles", openFiles)
        .put("fileBytes", fileBytes)
        .put("layerBytes", layerBytes)
        .put("layerInodes", layerInodes)
        .put("tmpBytes", tmpBytes)
        .put("tmpInodes", tmpInodes)
        .put("commandSeconds", commandSeconds)
        .put("outputBytes", outputBytes)
        .put("outputLimitBytes", outputLimitBytes)
        .put("writeBytes", writeBytes)
        .put("changedPaths", changedPaths)
        .put("changedFileBytes", changedFileBytes)
        .put("leaseSeconds", leaseSeconds)
        .put("approvalSeconds", approvalSeconds)
        .put("runSeconds", runSeconds)
        .build();
  }
}
