package dev.gatehouse.evidence.text;

import java.io.ByteArrayOutputStream;

/** Well-formed UTF-8, sequence by sequence (Unicode 16.0, table 3-7). */
public final class Utf8 {
  /** Stands for a byte that begins no well-formed sequence. */
  public static final int MALFORMED = -1;

  private static final int CONTINUATION_BITS = 6;
  private static final int CONTINUATION_MASK = 0x3F;

  private Utf8() {}

  /**
   * The code point whose sequence begins at {@code at}, or {@link #MALFORMED}: overlong forms,
   * surrogates, and what is beyond U+10FFFF or cut off by {@code end} are malformed.
   */
  public static int codePoint(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || end - at < length) {
      return MALFORMED;
    }
    int c = first & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      if (!isContinuation(bytes[at + i])) {
        return MALFORMED;
      }
      c = (c << CONTINUATION_BITS) | (bytes[at + i] & CONTINUATION_MASK);
    }
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return length(c) != length || surrogate || c > Character.MAX_CODE_POINT ? MALFORMED : c;
  }

  /** Bytes of the sequence of a code point; 1 for {@link #MALFORMED}. */
  public static int length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /** Whether the byte can only go on a sequence. */
  public static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  /** How many bytes belong to no well-formed sequence. */
  public static int malformed(byte[] bytes) {
    int malformed = 0;
    for (int at = 0; at < bytes.length; ) {
      int c = codePoint(bytes, at, bytes.length);
      if (c == MALFORMED) {
        malformed++;
      }
      at += length(c);
    }
    return malformed;
  }

  /** The bytes of a text; half a surrogate pair becomes three bytes that are malformed. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    text.codePoints()
        .forEach(c -> {
          int length = length(c);
          if (length == 1) {
            out.write(c);
            return;
          }
          int shift = CONTINUATION_BITS * (length - 1);
          out.write(((0xF00 >> length) & 0xFF) | (c >> shift));
          for (int left = shift - CONTINUATION_BITS; left >= 0; left -= CONTINUATION_BITS) {
            out.write(0x80 | ((c >> left) & CONTINUATION_MASK));
          }
        });
    return out.toByteArray();
  }
}
