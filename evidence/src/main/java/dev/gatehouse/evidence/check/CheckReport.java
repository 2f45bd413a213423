package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What a check found. What the seal says stands here only where its signature verified.
 *
 * @param runId the run that the seal names
 * @param status how the run ended, as the seal says
 * @param verdict PASSED, FAILED or NONE, as the seal says
 * @param sealSha256 digest of the seal's file
 * @param findings everything that is wrong, in the order in which it was looked at
 */
public record CheckReport(
    Optional<String> runId,
    Optional<String> status,
    Optional<String> verdict,
    Optional<Digest> sealSha256,
    List<FolderFinding> findings) {
  public CheckReport {
    findings = List.copyOf(findings);
  }

  /** Whether the folder is whole, chained and signed. */
  public boolean isWhole() {
    return findings.isEmpty();
  }

  /**
   * {@code {"findings":[{code,path,message}],"runId"?,"sealSha256"?,"status"?,"verdict"?,"whole"}}.
   */
  public Json.Obj toJson() {
    List<Json> list =
        findings.stream()
            .<Json>map(f ->
                Json.object()
                    .put("code", f.code().name())
                    .put("path", f.path())
                    .put("message", f.message())
                    .build())
            .toList();
    Json.Builder json = Json.object().put("whole", isWhole()).put("findings", new Json.Arr(list));
    runId.ifPresent(text -> json.put("runId", text));
    status.ifPresent(text -> json.put("status", text));
    verdict.ifPresent(text -> json.put("verdict", text));
    sealSha256.ifPresent(digest -> json.put("sealSha256", digest.hex()));
    return json.build();
  }
}
