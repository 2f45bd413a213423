package dev.gatehouse.syscalls.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.DigestTable;
import java.util.OptionalLong;

/** What was done under each idempotency key, as a number; some 24 bytes for each key. */
final class KeyTable {
  private final DigestTable table = new DigestTable();

  /** Remembers {@code place} for a key that is not there yet. */
  void put(String key, long place) {
    table.putIfAbsent(digest(key), place);
  }

  OptionalLong find(String key) {
    return table.find(digest(key));
  }

  private static Digest digest(String key) {
    return Digest.of(key.getBytes(UTF_8));
  }
}
