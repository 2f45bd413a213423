package dev.gatehouse.policy.shell;

/**
 * A part of a text.
 *
 * @param start index of its first character, from 0
 * @param end index after its last character, at least {@code start}
 */
public record TextSpan(int start, int end) {
  public TextSpan {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("a part of a text starts before it ends");
    }
  }

  /** The part itself. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
