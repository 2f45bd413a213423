package dev.gatehouse.controlplane.projection;

/** Text of a folder as a column has it: PostgreSQL's {@code text} cannot hold U+0000. */
final class StoredText {
  private static final char NUL = '\u0000';
  private static final char REPLACEMENT = '\ufffd';

  private StoredText() {}

  /** The text with U+FFFD for each U+0000. */
  static String of(String text) {
    return text.replace(NUL, REPLACEMENT);
  }
}
