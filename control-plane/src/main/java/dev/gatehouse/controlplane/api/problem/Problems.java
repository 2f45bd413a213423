package dev.gatehouse.controlplane.api.problem;

import dev.gatehouse.controlplane.api.request.JsonErrorMessages;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogException;
import dev.gatehouse.evidence.error.GatehouseException;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
  private static final String SEND_AGAIN_OR_LOOK =
      "send the same call again; if it stays refused, an operator looks at the gateway's log and"
          + " at the disk";
  private static final String LOOK_UP = "look the call up in INTERFACES.md";

  private final JsonMapper json;

  /** Problems written by this mapper. */
  public Problems(JsonMapper json) {
    this.json = json;
  }

  /** The problem that an error stands for. */
  public static ProblemBody of(GatehouseException error) {
    ProblemBody body =
        ProblemBody.of(
            HttpStatuses.of(error.code()), error.code().name(), error.reason(), error.next());
    return error instanceof SyscallException syscall
        ? syscall.decision().map(decision -> body.byRule(decision.rule())).orElse(body)
        : body;
  }

  /** Writes a whole answer, so that it is sent before anything else happens. */
  public void write(HttpServletResponse response, ProblemBody body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    response.setStatus(body.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
    response.getOutputStream().close();
  }

  void write(HttpServletResponse response, GatehouseException error) throws IOException {
    error
        .code()
        .retryAfter()
        .ifPresent(after -> response.setHeader(HttpHeaders.RETRY_AFTER, seconds(after)));
    write(response, of(error));
  }

  /** Every error of the product: its code has the status, and the time to wait. */
  @ExceptionHandler
  public ResponseEntity<ProblemBody> error(GatehouseException error) {
    if (error instanceof RepositoryException refused && !refused.detail().isEmpty()) {
      LOG.warn("{}: {} ({})", refused.code(), refused.reason(), refused.detail());
    }
    if (error instanceof GatewayLogException) {
      LOG.error("the gateway log cannot be used", error);
    }
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(HttpStatuses.of(error.code()))
            .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    error
        .code()
        .retryAfter()
        .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, seconds(after)));
    return response.body(of(error));
  }

  /** A client that went away, or that read too slowly: nobody is left to answer. */
  @ExceptionHandler
  void gone(IOException e, HttpServletResponse response) {
    LOG.debug("an answer was not read to its end", e);
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> storage(UncheckedIOException e) {
    LOG.error("a file could not be read or written", e);
    return error(
        new ApiException(
            WorkspaceErrorCode.STORAGE_FAILED,
            "a file of the gateway could not be read or written",
            SEND_AGAIN_OR_LOOK));
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  @ExceptionHandler
  ResponseEntity<ProblemBody> unreadable(HttpMessageNotReadableException e) {
    return error(
        new ApiException(
            SyscallErrorCode.BODY_INVALID,
            JsonErrorMessages.of(e),
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

  /** The refusal of a call that failed by a defect of the gateway. */
  public static ApiException failed() {
    return new ApiException(
        ApiErrorCode.INTERNAL,
        "the gateway failed",
        "an operator reads the gateway's log; the same call may be sent again");
  }

  /** The refusal of an address that is not a call. */
  public static ApiException noSuchCall() {
    return new ApiException(ApiErrorCode.NOT_FOUND, "there is no such call", LOOK_UP);
  }

  /** The refusal of a method that the address does not have. */
  public static ApiException otherMethod() {
    return new ApiException(
        ApiErrorCode.METHOD_NOT_ALLOWED,
        "the call has another method",
        "use a method that the header Allow names");
  }

  private ProblemBody malformed(String reason) {
    return of(new ApiException(ApiErrorCode.PARAMETER_INVALID, reason, LOOK_UP));
  }

  private static ResponseEntity<ProblemBody> entity(ProblemBody body) {
    return ResponseEntity.status(body.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }
}
