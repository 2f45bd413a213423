package dev.gatehouse.cli.policy;

import dev.gatehouse.evidence.json.Json;
import java.util.Optional;

/**
 * Why a line is not a question.
 *
 * @param line its number, from 1
 * @param id its id, where it has one
 * @param code {@link #INVALID} or {@link #TOO_LONG}
 * @param reason one sentence
 * @param next what the person may do
 */
public record LineProblem(long line, Optional<String> id, String code, String reason, String next) {
  /** The line is not such an object. */
  static final String INVALID = "LINE_INVALID";

  /** The line has more bytes than a line may have. */
  static final String TOO_LONG = "LINE_TOO_LONG";

  static LineProblem tooLong(long line) {
    return new LineProblem(
        line,
        Optional.empty(),
        TOO_LONG,
        "a line has at most %s bytes".formatted(BoundedLines.LONGEST),
        "shorten the line, or leave it out");
  }

  static LineProblem invalid(long line, Optional<String> id, String reason) {
    return new LineProblem(
        line,
        id,
        INVALID,
        reason,
        "write an object with id and path with operation, argv, or shell");
  }

  /** {@code {"line", "id"?, "error", "reason", "next"}}. */
  public Json.Obj toJson() {
    Json.Builder object =
        Json.object().put("line", line).put("error", code).put("reason", reason).put("next", next);
    id.ifPresent(text -> object.put("id", text));
    return object.build();
  }
}
