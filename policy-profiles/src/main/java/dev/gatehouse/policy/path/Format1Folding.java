package dev.gatehouse.policy.path;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The folding of runs whose folder has format 1: compatibility forms, case, format characters and
 * trailing dots or blanks make no difference. It stays as it was, so that gates decide such a run
 * as its gateway did.
 */
final class Format1Folding {
  private Format1Folding() {}

  /** Each component folded; one that folds to several (a fullwidth slash) becomes several. */
  static List<String> fold(List<String> components) {
    List<String> folded = new ArrayList<>(components.size());
    for (String component : components) {
      for (String part : fold(component).split("/")) {
        if (!part.isEmpty()) {
          folded.add(part);
        }
      }
    }
    return folded;
  }

  /** One component or pattern component. */
  static String fold(String component) {
    if (isPlain(component)) {
      return component;
    }
    String visible =
        component
            .codePoints()
            .filter(c -> Character.getType(c) != Character.FORMAT)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String text = Normalizer.normalize(visible, Normalizer.Form.NFKC);
    // Upper case first: it joins letters that have one capital, such as the dotless and dotted i.
    text = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    text = Normalizer.normalize(text, Normalizer.Form.NFKC);
    int end = text.length();
    while (end > 0 && isTrailing(text.charAt(end - 1))) {
      end--;
    }
    return end == 0 ? text : text.substring(0, end);
  }

  private static boolean isTrailing(char c) {
    return c == '.' || c == ' ' || c == '\t';
  }

  private static boolean isPlain(String component) {
    if (component.isEmpty() || isTrailing(component.charAt(component.length() - 1))) {
      return false;
    }
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (c > '~' || c < '!' || (c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return true;
  }
}
