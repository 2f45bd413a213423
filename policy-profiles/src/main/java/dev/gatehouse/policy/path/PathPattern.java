package dev.gatehouse.policy.path;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern over the components of a path: {@code *} any characters of one component, {@code ?} one
 * character, {@code {a,b}} one of several, and the component {@code **} any number of components,
 * also none. So {@code .github/**} takes {@code .github} itself too.
 *
 * @param text the pattern, components separated by one slash, relative to the workspace
 */
public record PathPattern(String text) {
  private static final int MAX_LENGTH = 8192;
  private static final int MAX_COMPONENTS = 16;
  private static final int MAX_NAME = 255;

  public PathPattern {
    check(text);
  }

  /**
   * A pattern that matches at least what the text does, where {@code *} alone has a meaning: what a
   * pattern cannot say becomes any characters, and too many components become any number.
   *
   * @param text components separated by slashes, one character for each byte
   */
  public static PathPattern covering(String text) {
    List<String> components = new ArrayList<>();
    for (String component : text.split("/")) {
      boolean isPlain = component.chars().allMatch(c -> c > ' ' && c < 0x7F);
      String covered = component.replaceAll("[\\\\?{},]", "*").replaceAll("\\*+", "*");
      boolean isName = isPlain && !covered.isEmpty() && !covered.matches("\\.\\.?");
      components.add(isName && covered.length() <= MAX_NAME ? covered : "*");
    }
    if (components.size() > MAX_COMPONENTS) {
      components.subList(MAX_COMPONENTS - 1, components.size()).clear();
      components.add("**");
    }
    return new PathPattern(String.join("/", components));
  }

  /** The components of the pattern. */
  List<String> components() {
    return List.of(text.split("/", -1));
  }

  @Override
  public String toString() {
    return text;
  }

  private static void check(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a pattern has at most %s characters".formatted(MAX_LENGTH));
    }
    if (!Normalizer.isNormalized(text, Normalizer.Form.NFKC)) {
      throw new IllegalArgumentException("a pattern is in Unicode normalization form KC");
    }
    if (text.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("a pattern has no backslash: nothing can be escaped");
    }
    List<String> components = List.of(text.split("/", -1));
    if (components.size() > MAX_COMPONENTS) {
      throw new IllegalArgumentException(
          "a pattern has at most %s components".formatted(MAX_COMPONENTS));
    }
    for (String component : components) {
      checkComponent(component);
    }
  }

  private static void checkComponent(String component) {
    if (component.isEmpty()) {
      throw new IllegalArgumentException(
          "a pattern is relative, and none of its components is empty");
    }
    if (component.equals(".") || component.equals("..")) {
      throw new IllegalArgumentException("a pattern has no . or .. component");
    }
    if (component.contains("**") && !component.equals("**")) {
      throw new IllegalArgumentException("** stands alone between slashes");
    }
    ComponentGlob.of(component);
  }
}
