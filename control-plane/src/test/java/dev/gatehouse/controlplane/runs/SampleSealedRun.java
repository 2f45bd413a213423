package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import java.nio.file.Path;
import java.time.Instant;

/** A sealed run without a folder. */
public final class SampleSealedRun {
  private SampleSealedRun() {}

  /** A run that passed, for a task of that text. */
  public static SealedRun of(String taskText) {
    GitId id = new GitId("1".repeat(40));
    Digest digest = Digest.of(new byte[0]);
    RunRecord record =
        new RunRecord(
            "r-1",
            "repository",
            "task",
            taskText,
            "main",
            id,
            id,
            "default",
            digest,
            "agent",
            new RunRecord.Image("sha256:" + "2".repeat(64), "3".repeat(64)),
            "0.1.0",
            Instant.EPOCH);
    return new SealedRun(
        record, "PASSED", "MERGED", "1970-01-01T00:00:00Z", digest, "", Path.of(""));
  }
}
