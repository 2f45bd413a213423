package dev.gatehouse.evidence.attest;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.AttestationPurpose;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The predicate of {@code attestations/gate.vsa.dsse.json}: the verdict as a SLSA verification
 * summary, v1.
 *
 * @param timeVerified when the gates were evaluated
 * @param repository the repository that the result is for
 * @param profile name of the policy profile
 * @param policySha256 digest of the policy snapshot
 * @param passed the verdict
 * @param verifiedLevels {@code ORG_SOURCE_GATE_*} of each gate that passed, or {@code FAILED}
 * @param version version of the gates
 */
public record VerificationSummary(
    Instant timeVerified,
    String repository,
    String profile,
    Digest policySha256,
    boolean passed,
    List<String> verifiedLevels,
    String version) {
  public VerificationSummary {
    verifiedLevels = List.copyOf(verifiedLevels);
  }

  /**
   * The summary of a gate report.
   *
   * @param gateReport has {@code verdict} and {@code results} with {@code gate} and {@code status}
   * @throws JsonFormatException if it does not, or its verdict is neither PASSED nor FAILED
   */
  public static VerificationSummary of(RunRecord run, Json.Obj gateReport, Instant timeVerified) {
    boolean passed =
        switch (gateReport.string("verdict")) {
          case "PASSED" -> true;
          case "FAILED" -> false;
          default -> throw new JsonFormatException("a verdict is PASSED or FAILED");
        };
    return new VerificationSummary(
        timeVerified,
        run.repository(),
        run.profile(),
        run.policySha256(),
        passed,
        levels(gateReport, passed),
        run.gatewayVersion());
  }

  /** The statement of these subjects. */
  public Statement toStatement(List<Statement.Subject> subjects) {
    Json.Obj predicate =
        Json.object()
            .put(
                "verifier",
                Json.object()
                    .put("id", AttestationPurpose.VERDICT.issuer())
                    .put("version", Json.object().put("gatehouse", version).build())
                    .build())
            .put("timeVerified", timeVerified.toString())
            .put("resourceUri", "gatehouse:repository/" + repository)
            .put(
                "policy",
                Json.object()
                    .put("uri", "gatehouse:profile/" + profile)
                    .put("digest", Json.object().put("sha256", policySha256.hex()).build())
                    .build())
            .put("verificationResult", passed ? "PASSED" : "FAILED")
            .put("verifiedLevels", Json.Arr.ofStrings(verifiedLevels))
            .put("slsaVersion", "1.2")
            .build();
    return new Statement(subjects, AttestationPurpose.VERDICT.predicateType(), predicate);
  }

  private static List<String> levels(Json.Obj gateReport, boolean passed) {
    if (!passed) {
      return List.of("FAILED");
    }
    List<String> levels =
        gateReport.objects("results").stream()
            .filter(result -> result.string("status").equals("PASS"))
            .map(result -> result.string("gate").toUpperCase(Locale.ROOT).replace('-', '_'))
            .map(gate -> "ORG_SOURCE_GATE_" + gate)
            .sorted()
            .distinct()
            .toList();
    if (levels.isEmpty()) {
      throw new JsonFormatException("nothing passed where no gate did");
    }
    return levels;
  }
}
