package dev.gatehouse.evidence;

import java.util.regex.Pattern;

/**
 * A name from outside that reaches a path, a process or a row (promise D1).
 *
 * @param text matches {@code ^[A-Za-z0-9_-]{1,128}$} as a whole
 */
public record Identifier(String text) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  public Identifier {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "an identifier has 1 to 128 characters of A-Z, a-z, 0-9, _ and -");
    }
  }

  /** Whether {@code text} has the form of an identifier. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
