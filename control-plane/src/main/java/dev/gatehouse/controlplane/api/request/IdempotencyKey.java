package dev.gatehouse.controlplane.api.request;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.syscalls.SyscallException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The idempotency key of a call.
 *
 * @param header the header's value as it was sent
 */
public record IdempotencyKey(Optional<String> header) {
  private static final String HEADER = "Idempotency-Key";

  static IdempotencyKey of(HttpServletRequest request) {
    return new IdempotencyKey(Optional.ofNullable(request.getHeader(HEADER)));
  }

  /**
   * The key, if the call has one.
   *
   * @throws ApiException IDENTIFIER_INVALID
   */
  public Optional<Identifier> optional() {
    if (header.isPresent() && !Identifier.isValid(header.get())) {
      throw new ApiException(
          ApiErrorCode.IDENTIFIER_INVALID,
          "an idempotency key has 1 to 128 characters of A-Z, a-z, 0-9, _ and -",
          "send such a key, new for each act");
    }
    return header.map(Identifier::new);
  }

  /**
   * The key of a call that changes state.
   *
   * @throws ApiException IDENTIFIER_INVALID
   * @throws SyscallException KEY_MISSING
   */
  public Identifier required() {
    return optional().orElseThrow(SyscallException::keyMissing);
  }
}
