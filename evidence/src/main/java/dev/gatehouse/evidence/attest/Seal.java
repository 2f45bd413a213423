package dev.gatehouse.evidence.attest;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.AttestationPurpose;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The predicate of {@code seal.dsse.json}: everything that closes a run folder.
 *
 * @param format the version of the folder's format
 * @param runId the run
 * @param status how it ended, as {@code run.end} says
 * @param genesisSha256 digest of {@code data/run.json}
 * @param policySha256 digest of {@code data/policy/snapshot.json}
 * @param journal size, head and root of the journal
 * @param payloadFiles number of files under {@code data/}
 * @param payloadBytes their bytes
 * @param verdict PASSED, FAILED or NONE
 * @param gateReportSha256 digest of the gate report, if there is one
 * @param gatewayVersion version of the gateway
 * @param sealedAt when it was sealed
 */
public record Seal(
    FormatVersion format,
    String runId,
    String status,
    Digest genesisSha256,
    Digest policySha256,
    Journal journal,
    long payloadFiles,
    long payloadBytes,
    String verdict,
    Optional<Digest> gateReportSha256,
    String gatewayVersion,
    Instant sealedAt) {
  /**
   * The journal as it ended.
   *
   * @param entries number of lines
   * @param headSha256 digest of the last line
   * @param rootSha256 Merkle root, as in the checkpoint
   */
  public record Journal(long entries, Digest headSha256, Digest rootSha256) {}

  /** The statement of these subjects. */
  public Statement toStatement(List<Statement.Subject> subjects) {
    Json.Builder predicate =
        Json.object()
            .put("formatVersion", format.text())
            .put("runId", runId)
            .put("status", status)
            .put("genesisSha256", genesisSha256.hex())
            .put("policySha256", policySha256.hex())
            .put(
                "journal",
                Json.object()
                    .put("entries", journal.entries())
                    .put("headSha256", journal.headSha256().hex())
                    .put("rootSha256", journal.rootSha256().hex())
                    .put("hash", "rfc6962-sha256")
                    .build())
            .put(
                "payload",
                Json.object().put("files", payloadFiles).put("bytes", payloadBytes).build())
            .put("verdict", verdict)
            .put(
                "gateway",
                Json.object()
                    .put("id", AttestationPurpose.SEAL.issuer())
                    .put("version", gatewayVersion)
                    .build())
            .put("sealedAt", sealedAt.toString());
    gateReportSha256.ifPresent(digest -> predicate.put("gateReportSha256", digest.hex()));
    return new Statement(subjects, AttestationPurpose.SEAL.predicateType(), predicate.build());
  }
}
