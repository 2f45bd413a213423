package dev.gatehouse.syscalls.handler;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.syscalls.Syscall;

/**
 * The request of one call as evidence: its JSON, the canonical bytes and their digest, each made
 * once per call. A journal keeps a request in the event up to 4 KiB, as a blob above that.
 */
public final class RecordedRequest {
  /** Of a call whose body could not be read. */
  public static final RecordedRequest NONE = new RecordedRequest(Json.object().build());

  /** Canonical bytes of a refused request that a folder of format 1 keeps whole. */
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  /** Canonical bytes of requests that a run keeps as blobs; refused ones beyond are not kept. */
  public static final long MAX_KEPT_BYTES = 16L * 1024 * 1024;

  private final Json.Obj json;
  private final byte[] canonical;
  private final Digest sha256;

  private RecordedRequest(Json.Obj json) {
    this.json = json;
    this.canonical = json.canonical();
    this.sha256 = Digest.of(canonical);
  }

  /** The request of a syscall; the only place where it is made. */
  public static RecordedRequest of(Syscall syscall) {
    return new RecordedRequest(syscall.request());
  }

  /** Digest of the canonical bytes, by which a repeated call is recognized. */
  public Digest sha256() {
    return sha256;
  }

  /** How many canonical bytes it has. */
  int length() {
    return canonical.length;
  }

  /** The request of a call that is about to be done; always kept. */
  CallRequest intended(OpenFolder folder) {
    if (isInline(folder)) {
      return new CallRequest.Inline(json);
    }
    return new CallRequest.Reference(folder.putBlob(canonical), canonical.length, /* kept= */ true);
  }

  /** The request of a call that is refused. */
  public CallRequest refused(OpenFolder folder) {
    if (!folder.run().format().includes(FormatVersion.TWO)
        && canonical.length > MAX_REQUEST_BYTES) {
      return new CallRequest.Inline(
          Json.object()
              .put("requestSha256", sha256.hex())
              .put("requestBytes", canonical.length)
              .build());
    }
    if (!isInline(folder) && folder.requestBytes() + canonical.length > MAX_KEPT_BYTES) {
      return new CallRequest.Reference(sha256, canonical.length, /* kept= */ false);
    }
    return intended(folder);
  }

  private boolean isInline(OpenFolder folder) {
    return !folder.run().format().includes(FormatVersion.TWO)
        || canonical.length <= CallRequest.MAX_INLINE_BYTES;
  }
}
