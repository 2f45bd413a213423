package dev.gatehouse.controlplane.web;

import dev.gatehouse.controlplane.database.DatabaseUnavailable;
import dev.gatehouse.controlplane.work.WorkRefusedException;
import dev.gatehouse.evidence.PathRefused;
import dev.gatehouse.policy.ProfileRefused;
import dev.gatehouse.sandbox.SandboxRefused;
import dev.gatehouse.syscalls.SyscallRefused;
import dev.gatehouse.workspace.WorkspaceRefused;
import dev.gatehouse.workspace.repository.RepositoryRefused;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.databind.json.JsonMapper;

/** The one place where refusals become HTTP problems. */
@RestControllerAdvice
public class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final JsonMapper json;

  /** Problems written by this mapper. */
  public Problems(JsonMapper json) {
    this.json = json;
  }

  ProblemBody of(ApiRefused refused) {
    return ProblemBody.of(
        refused.code().status(),
        refused.code().name(),
        String.valueOf(refused.getMessage()),
        refused.next());
  }

  void write(HttpServletResponse response, ProblemBody body) throws IOException {
    response.setStatus(body.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> api(ApiRefused refused) {
    return entity(of(refused));
  }

  /** The problem of a refused syscall. */
  @ExceptionHandler
  public ResponseEntity<ProblemBody> syscall(SyscallRefused refused) {
    ProblemBody body =
        ProblemBody.of(
            StatusCodes.of(refused.code()), refused.code(), refused.reason(), refused.next());
    return entity(refused.decision().map(decision -> body.byRule(decision.rule())).orElse(body));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> path(PathRefused refused) {
    return entity(
        ProblemBody.of(
            HttpStatus.BAD_REQUEST,
            refused.code(),
            String.valueOf(refused.getMessage()),
            "name a relative path inside the workspace"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> repository(RepositoryRefused refused) {
    return entity(
        ProblemBody.of(
            StatusCodes.of(refused.code().name()),
            refused.code().name(),
            String.valueOf(refused.getMessage()),
            refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> workspace(WorkspaceRefused refused) {
    String code = "WORKSPACE_" + refused.code().name();
    return entity(
        ProblemBody.of(
            StatusCodes.of(code), code, String.valueOf(refused.getMessage()), refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> sandbox(SandboxRefused refused) {
    return entity(
        ProblemBody.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            refused.code(),
            String.valueOf(refused.getMessage()),
            refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> database(DatabaseUnavailable refused) {
    return entity(
        ProblemBody.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            DatabaseUnavailable.CODE,
            String.valueOf(refused.getMessage()),
            refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> work(WorkRefusedException refused) {
    ProblemBody body =
        ProblemBody.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            refused.code().name(),
            String.valueOf(refused.getMessage()),
            refused.next());
    return ResponseEntity.status(body.status())
        .header(HttpHeaders.RETRY_AFTER, Long.toString(refused.retryAfter().toSeconds()))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> profile(ProfileRefused refused) {
    return entity(
        ProblemBody.of(
            HttpStatus.CONFLICT,
            ProfileRefused.CODE,
            String.valueOf(refused.getMessage()),
            "an operator mends the profile's file; gatehouse policy check shows every problem"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> unreadable(HttpMessageNotReadableException e) {
    return entity(
        ProblemBody.of(
            HttpStatus.BAD_REQUEST,
            ApiRefused.Code.BODY_INVALID.name(),
            Reasons.of(e),
            "send the members that INTERFACES.md lists for this call, and no others"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> parameter(MethodArgumentTypeMismatchException e) {
    return entity(
        ProblemBody.of(
            HttpStatus.BAD_REQUEST,
            ApiRefused.Code.BODY_INVALID.name(),
            "the parameter %s has another form".formatted(e.getName()),
            "look the call up in INTERFACES.md"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> other(Exception e) {
    if (e instanceof ErrorResponse known) {
      HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
      return entity(
          ProblemBody.of(
              status,
              status == HttpStatus.NOT_FOUND ? "NOT_FOUND" : "BODY_INVALID",
              status.getReasonPhrase(),
              "look the call up in INTERFACES.md"));
    }
    LOG.error("a call failed", e);
    return entity(
        ProblemBody.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            ApiRefused.Code.INTERNAL.name(),
            "the gateway failed",
            "an operator reads the gateway's log; the same call may be sent again"));
  }

  private static ResponseEntity<ProblemBody> entity(ProblemBody body) {
    return ResponseEntity.status(body.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }
}
