package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;

/** Requests as the journal keeps them: whole up to a bound, by digest above it. */
final class Bounded {
  /** Canonical bytes of a request that the journal keeps whole. */
  static final int MAX_REQUEST_BYTES = 1024 * 1024;

  private Bounded() {}

  static Json.Obj request(Json.Obj request) {
    byte[] canonical = request.canonical();
    return canonical.length <= MAX_REQUEST_BYTES
        ? request
        : Json.object()
            .put("requestSha256", Digest.of(canonical).hex())
            .put("requestBytes", canonical.length)
            .build();
  }
}
