package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import java.nio.file.Path;
import java.time.Instant;

/** A sealed run without a folder. */
public final class SampleSealedRun {
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final GitId ID = new GitId("1".repeat(40));

  private SampleSealedRun() {}

  /** A run that passed. */
  public static SealedRun of(String runId, String taskId, String agent) {
    return new SealedRun(
        runId,
        "repository",
        taskId,
        agent,
        "default",
        Instant.EPOCH,
        ID,
        "COMPLETED",
        "PASSED",
        "MERGED",
        "1970-01-01T00:00:00Z",
        DIGEST,
        "",
        Path.of("/runs/r-1"));
  }

  /** The genesis of a run of that agent. */
  public static RunRecord record(String runId, String agent) {
    return record(runId, agent, "");
  }

  /** The same with a task's text. */
  static RunRecord record(String runId, String agent, String taskText) {
    return new RunRecord(
        runId,
        "repository",
        "task",
        taskText,
        "main",
        ID,
        ID,
        "default",
        DIGEST,
        agent,
        new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
        "0.1.0",
        Instant.EPOCH);
  }
}
