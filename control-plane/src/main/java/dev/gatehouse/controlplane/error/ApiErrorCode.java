package dev.gatehouse.controlplane.error;

import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.error.ErrorType;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Stable codes of the control plane: callers, requests, capacity, merges and its own stores. */
public enum ApiErrorCode implements ErrorCode {
  /**
   * No token, an unknown one, or a run's token for another run or fence. Next: send a token that an
   * operator gave you.
   */
  UNAUTHENTICATED(ErrorType.UNAUTHENTICATED),
  /** The token's role does not include this call. Next: use the token that is named. */
  FORBIDDEN(ErrorType.DENIED),
  /** No such call. Next: look it up in INTERFACES.md. */
  NOT_FOUND(ErrorType.NOT_FOUND),
  /**
   * No such repository, or none that this agent may name. Next: an operator registers it and allows
   * the agent to name it.
   */
  REPOSITORY_UNKNOWN(ErrorType.NOT_FOUND),
  /** No such profile, or none that this agent may name. Next: name one that is listed. */
  PROFILE_UNKNOWN(ErrorType.NOT_FOUND),
  /**
   * Neither content of the approval has that digest. Next: name the {@code sha256} of {@code
   * before} or {@code after}.
   */
  CONTENT_UNKNOWN(ErrorType.NOT_FOUND),
  /** The name is malformed. Next: use 1 to 128 characters of {@code A-Z a-z 0-9 _ -}. */
  IDENTIFIER_INVALID(ErrorType.INVALID),
  /** A call with a run's token lacks its fencing token. Next: send {@code Gatehouse-Fence}. */
  FENCE_MISSING(ErrorType.INVALID),
  /**
   * The body is larger than the gateway reads; said before it is read where its length is known.
   * Next: send less in one call.
   */
  BODY_TOO_LARGE(ErrorType.TOO_LARGE),
  /** The body is not plain JSON in UTF-8, or is compressed. Next: send {@code application/json}. */
  MEDIA_TYPE(ErrorType.INVALID, 415),
  /** The call has another method. Next: use one that {@code Allow} names. */
  METHOD_NOT_ALLOWED(ErrorType.INVALID, 405),
  /**
   * A parameter of the query is missing, or it or a part of the path is malformed. Next: look the
   * call up in INTERFACES.md.
   */
  PARAMETER_INVALID(ErrorType.INVALID),
  /**
   * Not HTTP as the gateway reads it, an address or a head that is too long, or a length that is
   * given twice; an unsupported transfer coding or version has 501 or 505. Next: send a well-formed
   * HTTP/1.1 request.
   */
  REQUEST_MALFORMED(ErrorType.INVALID),
  /** The body did not arrive whole in time. Next: send the whole body at once. */
  BODY_TIMEOUT(ErrorType.INVALID, 408),
  /**
   * The identity has as many calls in progress, as many that wait, or made as many within two
   * seconds, as it may; an agent and the workers of its runs are one. Next: send the same call
   * again after Retry-After, fewer at once.
   */
  TOO_MANY_CALLS(ErrorType.UNAVAILABLE, 429, 1),
  /**
   * More calls are in progress, more of them wait, they hold more memory, or more work waits than
   * the gateway takes; or it is stopping. Next: send the same call again after Retry-After.
   */
  OVERLOADED(ErrorType.UNAVAILABLE, 0, 1),
  /**
   * What the call computes was not done within its time. Next: send the same call again after
   * Retry-After.
   */
  WORK_TIMED_OUT(ErrorType.UNAVAILABLE, 0, 10),
  /** The name stands for something else. Next: choose another name. */
  NAME_TAKEN(ErrorType.CONFLICT),
  /** The agent has as many open runs as it may. Next: submit one first. */
  TOO_MANY_RUNS(ErrorType.CONFLICT),
  /**
   * Another seal, no verdict PASSED, merged already, or the folder does not pass its check. Next:
   * do what {@code next} says.
   */
  MERGE_REFUSED(ErrorType.CONFLICT),
  /**
   * The database cannot be used; open runs go on without it. Next: send the same call again when an
   * operator has restored the database.
   */
  DATABASE_UNAVAILABLE(ErrorType.UNAVAILABLE),
  /**
   * A rebuild that was not asked to replace rows found some; only in the gateway's log. Next:
   * reconcile with {@code rebuild}.
   */
  DATABASE_NOT_EMPTY(ErrorType.CONFLICT),
  /**
   * The gateway log could not be read or written, or was opened again with an entry that had not
   * counted (docs/gateway-log.md). Next: send the same call again; if it stays refused, an operator
   * looks at the gateway's log and at the disk.
   */
  GATEWAY_LOG_BROKEN(ErrorType.STORAGE, 0, 1),
  /**
   * Lines that the gateway log's checkpoint counts are gone; the gateway does not start. Next:
   * restore the gateway log from a copy (docs/gateway-log.md).
   */
  GATEWAY_LOG_SHORTENED(ErrorType.STORAGE),
  /**
   * Lines that the gateway log's checkpoint covers have changed; the gateway does not start. Next:
   * restore the gateway log from a copy (docs/gateway-log.md).
   */
  GATEWAY_LOG_DIFFERS(ErrorType.STORAGE),
  /**
   * The gateway log has lines that no checkpoint covers, or no checkpoint of this gateway's key;
   * the gateway does not start. Next: restore the gateway log from a copy (docs/gateway-log.md).
   */
  GATEWAY_LOG_UNSIGNED(ErrorType.STORAGE),
  /** The gateway failed. Next: an operator reads its log; the call may be sent again. */
  INTERNAL(ErrorType.INTERNAL);

  private final ErrorType type;
  private final int status;
  private final int retrySeconds;

  ApiErrorCode(ErrorType type) {
    this(type, 0);
  }

  ApiErrorCode(ErrorType type, int status) {
    this(type, status, 0);
  }

  ApiErrorCode(ErrorType type, int status, int retrySeconds) {
    this.type = type;
    this.status = status;
    this.retrySeconds = retrySeconds;
  }

  @Override
  public ErrorType type() {
    return type;
  }

  /** The HTTP status, where RFC 9110 or RFC 6585 has one that says more than that of the type. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  @Override
  public Optional<Duration> retryAfter() {
    return retrySeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retrySeconds));
  }
}
