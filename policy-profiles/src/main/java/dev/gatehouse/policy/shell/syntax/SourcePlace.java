package dev.gatehouse.policy.shell.syntax;

/**
 * A part of a shell string.
 *
 * @param start index of its first character, from 0
 * @param end index after its last character
 */
public record SourcePlace(int start, int end) {
  /** The part itself. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
