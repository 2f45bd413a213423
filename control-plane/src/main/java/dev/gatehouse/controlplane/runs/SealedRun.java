package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import java.nio.file.Path;

/**
 * A sealed run as its folder says.
 *
 * @param record its genesis
 * @param verdict PASSED, FAILED or NONE
 * @param route what happens next
 * @param endedAt when it was sealed, RFC 3339
 * @param sealSha256 digest of {@code seal.dsse.json}
 * @param resultTree git id of the result
 * @param folder where it lies
 */
public record SealedRun(
    RunRecord record,
    String verdict,
    String route,
    String endedAt,
    Digest sealSha256,
    String resultTree,
    Path folder) {}
