package dev.gatehouse.controlplane.web;

import java.util.Map;
import org.springframework.http.HttpStatus;

/** The HTTP status of each code that the door, the files and the repositories refuse with. */
final class StatusCodes {
  private static final Map<String, HttpStatus> STATUS =
      Map.ofEntries(
          Map.entry("POLICY_DENIED", HttpStatus.FORBIDDEN),
          Map.entry("SYSCALL_CLOSED", HttpStatus.FORBIDDEN),
          Map.entry("BODY_INVALID", HttpStatus.BAD_REQUEST),
          Map.entry("KEY_MISSING", HttpStatus.BAD_REQUEST),
          Map.entry("TOO_LARGE", HttpStatus.CONTENT_TOO_LARGE),
          Map.entry("RUN_CHANGE_TOO_LARGE", HttpStatus.CONTENT_TOO_LARGE),
          Map.entry("RUN_SCRATCH_FULL", HttpStatus.CONTENT_TOO_LARGE),
          Map.entry("RUN_UNKNOWN", HttpStatus.NOT_FOUND),
          Map.entry("APPROVAL_UNKNOWN", HttpStatus.NOT_FOUND),
          Map.entry("FILE_NOT_FOUND", HttpStatus.NOT_FOUND),
          Map.entry("REVISION_UNKNOWN", HttpStatus.NOT_FOUND),
          Map.entry("RUN_OPENING", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("ENGINE_UNAVAILABLE", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("ENGINE_BUSY", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("IMAGE_MISSING", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("ISOLATION_MISMATCH", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("SANDBOX_FAILED", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("SANDBOX_LOST", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("STORAGE_FULL", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("STORAGE_FAILED", HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry("EVIDENCE_BROKEN", HttpStatus.SERVICE_UNAVAILABLE));

  private StatusCodes() {}

  static HttpStatus of(String code) {
    return code.startsWith("PATH_")
        ? HttpStatus.BAD_REQUEST
        : STATUS.getOrDefault(code, HttpStatus.CONFLICT);
  }
}
