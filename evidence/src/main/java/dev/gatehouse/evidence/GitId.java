package dev.gatehouse.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A git object id (SHA-1, 40 lower-case hexadecimal characters): a blob, tree or commit.
 *
 * <p>Git ids let a third party compare a result with a repository; what Gatehouse itself relies on
 * is {@link Digest}.
 *
 * @param hex 40 characters of {@code [0-9a-f]}
 */
public record GitId(String hex) implements Comparable<GitId> {
  private static final int HEX_LENGTH = 40;

  public GitId {
    Objects.requireNonNull(hex);
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not a git object id in lower-case hexadecimal");
    }
  }

  /** Whether {@code text} has the form of a full object id. */
  public static boolean isHex(String text) {
    return text.length() == HEX_LENGTH
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** The id that git gives a blob of these bytes. */
  public static GitId ofBlob(byte[] content) {
    return ofObject("blob", content);
  }

  /** The id of a git object of the given type: SHA-1 over {@code type SP length NUL body}. */
  public static GitId ofObject(String type, byte[] body) {
    MessageDigest sha1 = objectDigest(type, body.length);
    return ofRaw(sha1.digest(body));
  }

  /** A SHA-1 state that has read the header of an object, for content that is read in pieces. */
  public static MessageDigest objectDigest(String type, long length) {
    MessageDigest sha1 = sha1();
    sha1.update((type + " " + length + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return sha1;
  }

  /** The id whose 20 raw bytes are {@code raw}. */
  public static GitId ofRaw(byte[] raw) {
    return new GitId(HexFormat.of().formatHex(raw));
  }

  /** The 20 raw bytes. */
  public byte[] raw() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(GitId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
