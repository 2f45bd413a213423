package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.index.SealedSummary;
import dev.gatehouse.controlplane.index.TaskName;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.journal.RunStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A sealed run without a folder. */
public final class SampleSealedRun {
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final GitId ID = new GitId("1".repeat(40));

  private SampleSealedRun() {}

  /** A run that passed. */
  public static SealedRun of(String runId, String taskId, String agent) {
    return new SealedRun(
        summary(runId, new TaskName("repository", agent, taskId)), "MERGED", Path.of("/runs/r-1"));
  }

  /** What the folder of a run that passed says. */
  public static SealedSummary summary(String runId, TaskName task) {
    return summary(runId, task, "PASSED", "READY_TO_MERGE");
  }

  /** What the folder of a run says that was judged so. */
  public static SealedSummary summary(
      String runId, TaskName task, String verdict, String firstRoute) {
    return new SealedSummary(
        runId,
        task,
        DIGEST,
        "default",
        Instant.EPOCH,
        ID,
        Optional.empty(),
        new SealedSummary.Outcome(
            RunStatus.COMPLETED,
            verdict,
            firstRoute,
            Instant.EPOCH,
            DIGEST,
            Optional.of(DIGEST),
            Optional.empty()),
        4096);
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
