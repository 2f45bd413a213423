package dev.gatehouse.controlplane.api;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.syscalls.SyscallException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The idempotency key of a call. */
public final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";

  private IdempotencyKey() {}

  /**
   * The call's key, if it has one.
   *
   * @throws ApiException IDENTIFIER_INVALID
   */
  public static Optional<Identifier> of(HttpServletRequest request) {
    String key = request.getHeader(HEADER);
    if (key == null) {
      return Optional.empty();
    }
    if (!Identifier.isValid(key)) {
      throw new ApiException(
          ApiErrorCode.IDENTIFIER_INVALID,
          "an idempotency key has 1 to 128 characters of A-Z, a-z, 0-9, _ and -",
          "send such a key, new for each act");
    }
    return Optional.of(new Identifier(key));
  }

  /**
   * The key of a call that changes state.
   *
   * @throws ApiException IDENTIFIER_INVALID
   * @throws SyscallException KEY_MISSING
   */
  public static Identifier required(HttpServletRequest request) {
    return of(request).orElseThrow(SyscallException::keyMissing);
  }
}
