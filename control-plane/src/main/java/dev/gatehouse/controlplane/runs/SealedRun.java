package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A sealed run as its folder says, without what may be long: many are kept in memory.
 *
 * @param status how it ended: COMPLETED, CRASHED or CANCELLED
 * @param verdict PASSED, FAILED or NONE
 * @param route what happens next
 * @param endedAt when it was sealed, RFC 3339
 * @param sealSha256 digest of {@code seal.dsse.json}
 * @param resultTree git id of the result
 * @param folder where it lies
 */
public record SealedRun(
    String runId,
    String repository,
    String taskId,
    String agent,
    String profile,
    Instant startedAt,
    GitId baseCommit,
    String status,
    String verdict,
    String route,
    String endedAt,
    Digest sealSha256,
    String resultTree,
    Path folder) {}
