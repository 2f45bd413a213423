package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;

/** A call's request as its event has it: whole, or by reference where it is large. */
public sealed interface CallRequest {
  /** Canonical bytes of a request that the event of a format 2 folder holds whole, at most. */
  int MAX_INLINE_BYTES = 4096;

  /** Members of a {@code requestRef}. */
  int MEMBERS = 3;

  /** The member {@code request}: the typed request. */
  record Inline(Json.Obj request) implements CallRequest {}

  /**
   * The member {@code requestRef}: a request of more than {@value #MAX_INLINE_BYTES} canonical
   * bytes.
   *
   * @param sha256 digest of the canonical request
   * @param bytes its length
   * @param kept whether it is a blob of the folder; if not, it was past the run's budget
   */
  record Reference(Digest sha256, long bytes, boolean kept) implements CallRequest {
    public Reference {
      if (bytes <= MAX_INLINE_BYTES) {
        throw new JsonFormatException("a request of at most 4 KiB is in its event");
      }
    }
  }

  /** Bytes of the blob that the event's request is; 0 if it is none. */
  static long keptBytes(Event event) {
    return switch (event) {
      case Event.CallIntended intended -> intended.request().keptBytes();
      case Event.CallRefused refused -> refused.request().keptBytes();
      case Event.RunBegun _,
          Event.LeaseTaken _,
          Event.CallEnded _,
          Event.CallConfirmed _,
          Event.CallAborted _,
          Event.ApprovalRequested _,
          Event.ApprovalSettled _,
          Event.ScratchLost _,
          Event.RunSubmitted _,
          Event.RunEnded _ ->
          0;
    };
  }

  /** Bytes of the blob that the request is; 0 if it is none. */
  default long keptBytes() {
    return this instanceof Reference reference && reference.kept() ? reference.bytes() : 0;
  }

  /** Adds {@code request} or {@code requestRef}. */
  default Json.Builder putInto(Json.Builder line) {
    return switch (this) {
      case Inline(Json.Obj request) -> line.put("request", request);
      case Reference(Digest sha256, long bytes, boolean kept) ->
          line.put(
              "requestRef",
              Json.object()
                  .put("sha256", sha256.hex())
                  .put("bytes", bytes)
                  .put("kept", kept)
                  .build());
    };
  }

  /**
   * The request of an event.
   *
   * @throws JsonFormatException if it has none, two, or one that this version of the format does
   *     not have
   */
  static CallRequest read(FormatVersion format, Json.Obj line) {
    boolean references = format.includes(FormatVersion.TWO);
    if (references && line.has("request") == line.has("requestRef")) {
      throw new JsonFormatException("an event has either request or requestRef");
    }
    if (references && line.has("requestRef")) {
      Json.Obj reference = line.object("requestRef");
      if (reference.members().size() != MEMBERS) {
        throw new JsonFormatException("a requestRef has sha256, bytes and kept");
      }
      return new Reference(
          reference.parsed("sha256", Digest::new),
          reference.integer("bytes"),
          reference.bool("kept"));
    }
    Json.Obj request = line.object("request");
    if (references && request.canonical().length > MAX_INLINE_BYTES) {
      throw new JsonFormatException("a request of more than 4 KiB is a requestRef");
    }
    return new Inline(request);
  }
}
