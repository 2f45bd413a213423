package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;

/**
 * A place in a hash-chained list of JSON objects, one canonical object per line (promise F6).
 *
 * @param next the {@code seq} of the next line
 * @param head the {@code prev} of the next line: the SHA-256 of the last line without its line
 *     feed, or the genesis digest where there is none
 */
public record HashChain(long next, Digest head) {

  /** The chain without lines; {@code genesis} ties it to what it is the journal of. */
  public static HashChain from(Digest genesis) {
    return new HashChain(0, genesis);
  }

  /** The next line, without line feed: the members, {@code seq} and {@code prev}. */
  public byte[] line(Json.Obj members) {
    return Json.object()
        .putAll(members)
        .put("seq", next)
        .put("prev", head.hex())
        .build()
        .canonical();
  }

  /** The chain after {@code line}, which is not looked at. */
  public HashChain after(byte[] line) {
    return new HashChain(next + 1, Digest.of(line));
  }

  /**
   * Reads the next line.
   *
   * @throws JsonFormatException if it is not canonical JSON or does not continue this chain
   */
  public Json.Obj read(byte[] line) {
    Json.Obj object = StrictJson.readCanonical(line);
    if (object.integer("seq") != next) {
      throw new JsonFormatException("seq is " + object.integer("seq") + " and not " + next);
    }
    if (!object.string("prev").equals(head.hex())) {
      throw new JsonFormatException("prev is not the digest of what comes before");
    }
    return object;
  }
}
