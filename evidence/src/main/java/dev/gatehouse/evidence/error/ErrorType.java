package dev.gatehouse.evidence.error;

/**
 * What kind of error a code stands for. The type decides the HTTP status, so that one error has one
 * status wherever it is raised.
 */
public enum ErrorType {
  /** The request is malformed, or names something that cannot exist. Sending it again is futile. */
  INVALID,
  /** The caller is not known. */
  UNAUTHENTICATED,
  /** The caller, or the policy, may not do this. */
  DENIED,
  /** What the request names does not exist, or the caller may not see it. */
  NOT_FOUND,
  /** The state of a resource does not permit the request. */
  CONFLICT,
  /** The request, or what it would cause, exceeds a limit. */
  TOO_LARGE,
  /** A part that the request needs does not answer, or is busy. The request may be sent again. */
  UNAVAILABLE,
  /** The disk is full, read-only or failing. */
  STORAGE,
  /** A defect of the gateway or of its installation. */
  INTERNAL
}
