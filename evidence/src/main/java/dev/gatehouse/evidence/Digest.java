package dev.gatehouse.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The SHA-256 of some bytes, in lower-case hexadecimal (64 characters).
 *
 * @param hex 64 characters of {@code [0-9a-f]}
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final int HEX_LENGTH = 64;

  public Digest {
    Objects.requireNonNull(hex);
    if (!isHex(hex)) {
      throw new IllegalArgumentException(
          "not a SHA-256 in lower-case hexadecimal: " + hex.length() + " characters");
    }
  }

  /** The digest of {@code bytes}. */
  public static Digest of(byte[] bytes) {
    return ofRaw(sha256().digest(bytes));
  }

  /** The digest whose 32 raw bytes are {@code raw}. */
  public static Digest ofRaw(byte[] raw) {
    return new Digest(HexFormat.of().formatHex(raw));
  }

  /** Whether {@code text} has the form of a digest. */
  public static boolean isHex(String text) {
    return text.length() == HEX_LENGTH
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** A fresh SHA-256 state, for content that is read in pieces. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The 32 raw bytes. */
  public byte[] raw() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
