package dev.gatehouse.policy.closure;

/** Patterns of file names, in which {@link ShellText#GLOB} stands for any characters. */
final class Globs {
  private Globs() {}

  /** A text in which such patterns are written out. */
  static String of(String word) {
    return word.replaceAll("[*?]|\\[[^]]*\\]", String.valueOf(ShellText.GLOB));
  }

  /** Whether a name matches the pattern. */
  static boolean matches(String pattern, String name) {
    boolean[] reached = new boolean[name.length() + 1];
    reached[0] = true;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == ShellText.GLOB) {
        for (int j = 1; j < reached.length; j++) {
          reached[j] |= reached[j - 1];
        }
      } else {
        for (int j = reached.length - 1; j > 0; j--) {
          reached[j] = reached[j - 1] && name.charAt(j - 1) == c;
        }
        reached[0] = false;
      }
    }
    return reached[name.length()];
  }
}
