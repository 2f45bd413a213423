package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import java.nio.file.Path;
import java.time.Instant;

/** A sealed run without a folder. */
public final class SampleSealedRun {
  private static final Digest DIGEST = Digest.of(new byte[0]);

  private SampleSealedRun() {}

  /** A run that passed, for a task of that text. */
  public static SealedRun of(String taskText) {
    return new SealedRun(
        record("r-1", "agent", taskText),
        "PASSED",
        "MERGED",
        "1970-01-01T00:00:00Z",
        DIGEST,
        "",
        Path.of(""));
  }

  /** The genesis of an agent's run. */
  static RunRecord record(String runId, String agent) {
    return record(runId, agent, "");
  }

  /** The genesis of an agent's run, for a task of that text. */
  public static RunRecord record(String runId, String agent, String taskText) {
    GitId id = new GitId("1".repeat(40));
    return new RunRecord(
        runId,
        "repository",
        "task",
        taskText,
        "main",
        id,
        id,
        "default",
        DIGEST,
        agent,
        new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
        "0.1.0",
        Instant.EPOCH);
  }
}
