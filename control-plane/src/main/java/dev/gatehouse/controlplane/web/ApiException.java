package dev.gatehouse.controlplane.web;

import org.springframework.http.HttpStatus;

/** A call that the control plane itself refuses, before or beside the door. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String next;

  /** The control plane's own codes; the status of each is part of the API. */
  public enum Code {
    /** No token, or one that nobody holds. */
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
    /** The token's role does not include this. */
    FORBIDDEN(HttpStatus.FORBIDDEN),
    /** No such resource. */
    NOT_FOUND(HttpStatus.NOT_FOUND),
    /** No such run, or none that this token may see. */
    RUN_UNKNOWN(HttpStatus.NOT_FOUND),
    /** No such repository, or none that this token may name. */
    REPOSITORY_UNKNOWN(HttpStatus.NOT_FOUND),
    /** No such profile, or none that this token may name. */
    PROFILE_UNKNOWN(HttpStatus.NOT_FOUND),
    /** No such approval. */
    APPROVAL_UNKNOWN(HttpStatus.NOT_FOUND),
    /** Neither content of the approval has that digest. */
    CONTENT_UNKNOWN(HttpStatus.NOT_FOUND),
    /** The body is not what the call's schema says. */
    BODY_INVALID(HttpStatus.BAD_REQUEST),
    /** A name is not an identifier (promise D1). */
    IDENTIFIER_INVALID(HttpStatus.BAD_REQUEST),
    /** The call has no fencing token. */
    FENCE_MISSING(HttpStatus.BAD_REQUEST),
    /** The body is larger than the gateway reads. */
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    /** The body is not plain JSON in UTF-8. */
    MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    /** The path is known, the method is not; the header Allow names those that are. */
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    /** A parameter of the query or a part of the path has another form. */
    PARAMETER_INVALID(HttpStatus.BAD_REQUEST),
    /** The request is not well-formed HTTP, or its head is too long. */
    REQUEST_MALFORMED(HttpStatus.BAD_REQUEST),
    /** The body did not arrive in time. */
    BODY_TIMEOUT(HttpStatus.REQUEST_TIMEOUT),
    /** The identity has as many calls in progress, or made as many in a second, as it may. */
    TOO_MANY_CALLS(HttpStatus.TOO_MANY_REQUESTS),
    /** The gateway has as much in progress as it takes. */
    OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE),
    /** The name is taken. */
    NAME_TAKEN(HttpStatus.CONFLICT),
    /** The agent has as many open runs as it may have. */
    TOO_MANY_RUNS(HttpStatus.CONFLICT),
    /** The run cannot be merged as asked. */
    MERGE_REFUSED(HttpStatus.CONFLICT),
    /** A file of the gateway could not be read or written. */
    STORAGE_FAILED(HttpStatus.SERVICE_UNAVAILABLE),
    /** The gateway log could not be written. */
    GATEWAY_LOG_BROKEN(HttpStatus.SERVICE_UNAVAILABLE),
    /** The gateway failed; its log says more. */
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR);

    private final HttpStatus status;

    Code(HttpStatus status) {
      this.status = status;
    }

    /** The HTTP status that goes with it. */
    public HttpStatus status() {
      return status;
    }

    /** Whether the same call, sent again a second later, may be answered. */
    public boolean passes() {
      return this == TOO_MANY_CALLS
          || this == OVERLOADED
          || this == STORAGE_FAILED
          || this == GATEWAY_LOG_BROKEN;
    }
  }

  /** A refusal with the reason and the next legal step. */
  public ApiException(Code code, String reason, String next) {
    super(reason);
    this.code = code;
    this.next = next;
  }

  /** The stable code. */
  public Code code() {
    return code;
  }

  /** The next legal step. */
  public String next() {
    return next;
  }
}
