package dev.gatehouse.controlplane.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A problem as RFC 9457 writes it, with a stable code and the next legal step.
 *
 * @param rule the policy rule that decided, where one did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemBody(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String next,
    @Nullable String rule) {
  private static final String TYPES = "https://gatehouse.dev/problems/";

  /** A problem that no rule of a policy decided. */
  public static ProblemBody of(HttpStatus status, String code, String detail, String next) {
    return new ProblemBody(
        TYPES + code, status.getReasonPhrase(), status.value(), detail, code, next, null);
  }

  ProblemBody byRule(String id) {
    return new ProblemBody(type, title, status, detail, code, next, id);
  }
}
