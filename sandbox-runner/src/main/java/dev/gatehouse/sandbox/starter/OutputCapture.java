package dev.gatehouse.sandbox.starter;

import dev.gatehouse.sandbox.Output;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One stream while it comes: its head kept, all of it counted and digested. */
final class OutputCapture {
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final MessageDigest digest;
  private final long cap;
  private long bytes;

  OutputCapture(long cap) {
    this.cap = Math.min(cap, Integer.MAX_VALUE - 8);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void add(byte[] piece) {
    head.write(piece, 0, (int) Math.min(piece.length, cap - head.size()));
    digest.update(piece);
    bytes += piece.length;
  }

  /** What came; to be asked once. */
  Output output() {
    return new Output(
        head.toByteArray(), bytes, HexFormat.of().formatHex(digest.digest()), bytes > head.size());
  }
}
