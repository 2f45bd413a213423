package dev.gatehouse.policy.closure.shell;

import java.util.Optional;

/** Patterns of file names, in which {@link ShellText#GLOB} stands for any characters. */
public final class Globs {
  private Globs() {}

  /** A text in which such patterns are written out. */
  public static String of(String word) {
    return word.replaceAll("[*?]|\\[[^]]*\\]", String.valueOf(ShellText.GLOB));
  }

  /**
   * A name cut around its first component with a pattern in it.
   *
   * @param before what stands before that component, with its slash
   * @param component the component
   * @param after what follows, with its slash
   */
  public record Split(String before, String component, String after) {}

  /** The name cut so; empty where it has no pattern. */
  public static Optional<Split> split(String name) {
    int glob = name.indexOf(ShellText.GLOB);
    if (glob < 0) {
      return Optional.empty();
    }
    int begin = name.lastIndexOf('/', glob) + 1;
    int slash = name.indexOf('/', glob);
    int end = slash < 0 ? name.length() : slash;
    return Optional.of(
        new Split(name.substring(0, begin), name.substring(begin, end), name.substring(end)));
  }

  /** Whether a name matches the pattern. */
  public static boolean matches(String pattern, String name) {
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
