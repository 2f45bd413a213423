package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import java.util.regex.Pattern;

/**
 * {@code data/failure.json}: why a run that has ended could not be closed as runs are. Its verdict
 * is FAILED, whatever its journal says of its end.
 *
 * @param code the stable code, in capital letters, digits and {@code _}
 * @param reason one sentence
 * @param step the step that failed, such as {@code diff}; lower-case letters, digits and {@code -}
 */
public record ClosingFailure(String code, String reason, String step) {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final Pattern STEP = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public ClosingFailure {
    if (!CODE.matcher(code).matches() || !STEP.matcher(step).matches()) {
      throw new JsonFormatException("a failure has a code in capitals and a step in lower case");
    }
  }

  /** {@code {"code","reason","step"}}. */
  public Json.Obj toJson() {
    return Json.object().put("code", code).put("reason", reason).put("step", step).build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws JsonFormatException if a member is missing or malformed
   */
  public static ClosingFailure fromJson(Json.Obj json) {
    return new ClosingFailure(json.string("code"), json.string("reason"), json.string("step"));
  }
}
