package dev.gatehouse.controlplane.api.problem;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.error.ErrorCode;
import org.springframework.http.HttpStatus;

/** The HTTP status of each error: that of its type, or one of its own where HTTP says more. */
public final class HttpStatuses {
  private HttpStatuses() {}

  /** The status of a code. */
  public static HttpStatus of(ErrorCode code) {
    return code instanceof ApiErrorCode api && api.status().isPresent()
        ? HttpStatus.valueOf(api.status().getAsInt())
        : ofType(code);
  }

  private static HttpStatus ofType(ErrorCode code) {
    return switch (code.type()) {
      case INVALID -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case DENIED -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case UNAVAILABLE, STORAGE -> HttpStatus.SERVICE_UNAVAILABLE;
      case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
