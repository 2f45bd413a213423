package dev.gatehouse.controlplane.web;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogException;
import dev.gatehouse.controlplane.web.ApiException.Code;
import dev.gatehouse.controlplane.work.WorkException;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.policy.ProfileException;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.WorkspaceException;
import dev.gatehouse.workspace.repository.RepositoryException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
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
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String SEND_AGAIN_OR_LOOK =
      "send the same call again; if it stays refused, an operator looks at the gateway's log and"
          + " at the disk";
  private static final String LOOK_UP = "look the call up in INTERFACES.md";

  /** When a call is worth repeating whose refusal passes by itself. */
  private static final Map<String, Duration> PASSES_IN =
      Map.of(
          SyscallErrorCode.RUN_OPENING.name(),
          Duration.ofSeconds(1),
          SyscallErrorCode.EVIDENCE_BROKEN.name(),
          Duration.ofSeconds(1),
          "ENGINE_UNAVAILABLE",
          Duration.ofSeconds(5),
          "ENGINE_BUSY",
          Duration.ofSeconds(1),
          "SANDBOX_LOST",
          Duration.ofSeconds(1),
          Code.STORAGE_FAILED.name(),
          RETRY_AFTER);

  private final JsonMapper json;

  /** Problems written by this mapper. */
  public Problems(JsonMapper json) {
    this.json = json;
  }

  ProblemBody of(ApiException refused) {
    return ProblemBody.of(
        refused.code().status(),
        refused.code().name(),
        String.valueOf(refused.getMessage()),
        refused.next());
  }

  /** Writes a whole answer, so that it is sent before anything else happens. */
  void write(HttpServletResponse response, ProblemBody body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    response.setStatus(body.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
    response.getOutputStream().close();
  }

  void write(HttpServletResponse response, ApiException refused) throws IOException {
    if (refused.code().passes()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, seconds(RETRY_AFTER));
    }
    write(response, of(refused));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> api(ApiException refused) {
    return refused.code().passes() ? entity(of(refused), RETRY_AFTER) : entity(of(refused));
  }

  /** A client that went away, or that read too slowly: nobody is left to answer. */
  @ExceptionHandler
  void gone(IOException e, HttpServletResponse response) {
    LOG.debug("an answer was not read to its end", e);
  }

  /** The problem of a refused syscall. */
  @ExceptionHandler
  public ResponseEntity<ProblemBody> syscall(SyscallException refused) {
    ProblemBody body =
        ProblemBody.of(
            StatusCodes.of(refused.code()), refused.code(), refused.reason(), refused.next());
    return entity(
        refused.code(),
        refused.decision().map(decision -> body.byRule(decision.rule())).orElse(body));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> path(PathException refused) {
    return entity(
        ProblemBody.of(
            HttpStatus.BAD_REQUEST,
            refused.code(),
            String.valueOf(refused.getMessage()),
            "name a relative path inside the workspace"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> repository(RepositoryException refused) {
    if (!refused.detail().isEmpty()) {
      LOG.warn("{}: {} ({})", refused.code(), refused.getMessage(), refused.detail());
    }
    return entity(
        refused.code().name(),
        ProblemBody.of(
            StatusCodes.of(refused.code().name()),
            refused.code().name(),
            String.valueOf(refused.getMessage()),
            refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> workspace(WorkspaceException refused) {
    String code = "WORKSPACE_" + refused.code().name();
    return entity(
        ProblemBody.of(
            StatusCodes.of(code), code, String.valueOf(refused.getMessage()), refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> sandbox(SandboxException refused) {
    return entity(
        refused.code(),
        ProblemBody.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            refused.code(),
            String.valueOf(refused.getMessage()),
            refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> database(DatabaseUnavailableException refused) {
    return entity(
        ProblemBody.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            DatabaseUnavailableException.CODE,
            String.valueOf(refused.getMessage()),
            refused.next()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> storage(UncheckedIOException e) {
    LOG.error("a file could not be read or written", e);
    return api(
        new ApiException(
            Code.STORAGE_FAILED,
            "a file of the gateway could not be read or written",
            SEND_AGAIN_OR_LOOK));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> log(GatewayLogException e) {
    LOG.error("the gateway log broke", e);
    return api(
        new ApiException(
            Code.GATEWAY_LOG_BROKEN, "the gateway log could not be written", SEND_AGAIN_OR_LOOK));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> work(WorkException refused) {
    ProblemBody body =
        ProblemBody.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            refused.code().name(),
            String.valueOf(refused.getMessage()),
            refused.next());
    return entity(body, refused.retryAfter());
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  private static ResponseEntity<ProblemBody> entity(String code, ProblemBody body) {
    Duration passesIn = PASSES_IN.get(code);
    return passesIn == null ? entity(body) : entity(body, passesIn);
  }

  private static ResponseEntity<ProblemBody> entity(ProblemBody body, Duration retryAfter) {
    return ResponseEntity.status(body.status())
        .header(HttpHeaders.RETRY_AFTER, seconds(retryAfter))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> profile(ProfileException refused) {
    return entity(
        ProblemBody.of(
            HttpStatus.CONFLICT,
            ProfileException.CODE,
            String.valueOf(refused.getMessage()),
            "an operator corrects the profile's file; gatehouse policy check shows every problem"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> unreadable(HttpMessageNotReadableException e) {
    return entity(
        ProblemBody.of(
            HttpStatus.BAD_REQUEST,
            Code.BODY_INVALID.name(),
            Reasons.of(e),
            "send the members that INTERFACES.md lists for this call, and no others"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> parameter(MethodArgumentTypeMismatchException e) {
    return entity(malformed("the parameter %s has another form".formatted(e.getName())));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> query(InvalidParameterException e) {
    return entity(malformed("the query is not UTF-8, percent-encoded"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> other(Exception e) {
    if (e instanceof ErrorResponse known) {
      HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
      ProblemBody body =
          switch (status) {
            case NOT_FOUND -> of(noSuchCall());
            case METHOD_NOT_ALLOWED -> of(otherMethod());
            default -> malformed("a parameter of this call is missing or has another form");
          };
      return ResponseEntity.status(body.status())
          .headers(known.getHeaders())
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(body);
    }
    LOG.error("a call failed", e);
    return entity(of(failed()));
  }

  static ApiException failed() {
    return new ApiException(
        Code.INTERNAL,
        "the gateway failed",
        "an operator reads the gateway's log; the same call may be sent again");
  }

  static ApiException noSuchCall() {
    return new ApiException(Code.NOT_FOUND, "there is no such call", LOOK_UP);
  }

  static ApiException otherMethod() {
    return new ApiException(
        Code.METHOD_NOT_ALLOWED,
        "the call has another method",
        "use a method that the header Allow names");
  }

  private ProblemBody malformed(String reason) {
    return of(new ApiException(Code.PARAMETER_INVALID, reason, LOOK_UP));
  }

  private static ResponseEntity<ProblemBody> entity(ProblemBody body) {
    return ResponseEntity.status(body.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }
}
