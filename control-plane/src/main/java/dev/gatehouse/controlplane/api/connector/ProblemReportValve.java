package dev.gatehouse.controlplane.api.connector;

import dev.gatehouse.controlplane.api.limits.BoundedRequest;
import dev.gatehouse.controlplane.api.problem.ProblemBody;
import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What the servlet container itself refuses, as a problem: a request that is not HTTP, an address
 * that it does not decode, a head that is too long, TRACE; and what nobody caught.
 */
final class ProblemReportValve extends ErrorReportValve {
  private static final int FIRST_ERROR = 400;
  private static final String RESEND = "send a well-formed HTTP/1.1 request";

  private final Problems problems;

  ProblemReportValve(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      problems.write(response, of(HttpStatus.valueOf(status)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProblemBody of(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> Problems.of(Problems.noSuchCall());
      case METHOD_NOT_ALLOWED -> Problems.of(Problems.otherMethod());
      case SERVICE_UNAVAILABLE ->
          Problems.of(
              new ApiException(
                  ApiErrorCode.OVERLOADED, "the gateway is stopping", "call again later"));
      case REQUEST_TIMEOUT -> Problems.of(BoundedRequest.late());
      case INTERNAL_SERVER_ERROR -> Problems.of(Problems.failed());
      default ->
          ProblemBody.of(
              status,
              ApiErrorCode.REQUEST_MALFORMED.name(),
              "the request is not HTTP as the gateway reads it, or its head is too long",
              RESEND);
    };
  }
}
