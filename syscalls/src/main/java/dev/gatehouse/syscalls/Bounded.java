package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.json.Json;

/** Requests as the journal keeps them: in the event up to 4 KiB, as blobs above that. */
final class Bounded {
  /** Canonical bytes of a refused request that a folder of format 1 keeps whole. */
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  /** Canonical bytes of requests that a run keeps as blobs; refused ones beyond are not kept. */
  static final long MAX_KEPT_BYTES = 16L * 1024 * 1024;

  private Bounded() {}

  /** The request of a call that is about to be done; always kept. */
  static CallRequest intended(OpenFolder folder, Json.Obj request) {
    byte[] canonical = request.canonical();
    if (isInline(folder, canonical)) {
      return new CallRequest.Inline(request);
    }
    return new CallRequest.Reference(folder.putBlob(canonical), canonical.length, /* kept= */ true);
  }

  /** The request of a call that may be refused. */
  static CallRequest refused(OpenFolder folder, Json.Obj request) {
    byte[] canonical = request.canonical();
    if (!folder.run().format().includes(FormatVersion.TWO)
        && canonical.length > MAX_REQUEST_BYTES) {
      return new CallRequest.Inline(
          Json.object()
              .put("requestSha256", Digest.of(canonical).hex())
              .put("requestBytes", canonical.length)
              .build());
    }
    if (!isInline(folder, canonical) && folder.requestBytes() + canonical.length > MAX_KEPT_BYTES) {
      return new CallRequest.Reference(Digest.of(canonical), canonical.length, /* kept= */ false);
    }
    return intended(folder, request);
  }

  private static boolean isInline(OpenFolder folder, byte[] canonical) {
    return !folder.run().format().includes(FormatVersion.TWO)
        || canonical.length <= CallRequest.MAX_INLINE_BYTES;
  }
}
