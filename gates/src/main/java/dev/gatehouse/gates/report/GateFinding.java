package dev.gatehouse.gates.report;

import dev.gatehouse.evidence.json.Json;
import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that a gate found.
 *
 * @param code what kind of thing
 * @param path the file that it is about: of the work, or of the run folder ({@code data/…})
 * @param line the line in that file, from 1; 0 where there is none
 * @param message what was found, and what would correct it
 * @param evidenceSha256 digest of the content that shows it, where there is one
 */
public record GateFinding(
    FindingCode code, String path, long line, String message, Optional<String> evidenceSha256)
    implements Comparable<GateFinding> {
  private static final Comparator<GateFinding> ORDER =
      Comparator.comparing((GateFinding finding) -> finding.code().name())
          .thenComparing(GateFinding::path)
          .thenComparingLong(GateFinding::line)
          .thenComparing(GateFinding::message)
          .thenComparing(finding -> finding.evidenceSha256().orElse(""));

  /** How much it weighs. */
  public enum Severity {
    /** The gate fails. */
    ERROR,
    /** It is reported. */
    NOTE
  }

  /** How much it weighs, by its code. */
  public Severity severity() {
    return switch (code.consequence()) {
      case NONE -> Severity.NOTE;
      case RETRY, FAIL, QUARANTINE -> Severity.ERROR;
    };
  }

  @Override
  public int compareTo(GateFinding other) {
    return ORDER.compare(this, other);
  }

  Json.Obj toJson() {
    Json.Builder object =
        Json.object()
            .put("code", code.name())
            .put("severity", severity().name())
            .put("path", path)
            .put("message", message);
    if (line > 0) {
      object.put("line", line);
    }
    evidenceSha256.ifPresent(digest -> object.put("evidenceSha256", digest));
    return object.build();
  }
}
