package dev.gatehouse.policy.path;

import dev.gatehouse.evidence.text.UnicodeText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names as a person, a normalizing program or a lenient file system might take them: compatibility
 * forms, case, characters that are not shown, blanks around the name, trailing dots, and what
 * follows a colon make no difference. Good for denying; never used to allow.
 */
final class Format2Folding {
  private static final int DOT_ABOVE = 0x307;

  private Format2Folding() {}

  /** Each component folded; one that folds to several (a fullwidth slash) becomes several. */
  static List<String> fold(List<String> components) {
    List<String> folded = new ArrayList<>(components.size());
    for (String component : components) {
      if (isPlain(component)) {
        folded.add(component);
        continue;
      }
      for (String part : normalized(component).split("[/\\\\]")) {
        String name = trimmed(beforeColon(part));
        if (!name.isEmpty()) {
          folded.add(name);
        }
      }
    }
    return folded;
  }

  /** A name of a pattern, which has no separators. */
  static String foldLiteral(String name) {
    if (isPlain(name)) {
      return name;
    }
    String folded = trimmed(beforeColon(normalized(name)));
    return folded.isEmpty() ? normalized(name) : folded;
  }

  /** A name of a pattern with wildcards, of which nothing is cut off. */
  static String foldWild(String glob) {
    return isPlain(glob) ? glob : normalized(glob);
  }

  /** In normalization form KC and one case, without what is not shown. */
  static String normalized(String text) {
    String form = Normalizer.normalize(visible(text), Normalizer.Form.NFKC);
    // Upper case first: it joins letters that have one capital, such as the dotless i and the long
    // s. Lower case by code point: the capital dotted i is an i then, whatever stands beside it.
    String one =
        form.toUpperCase(Locale.ROOT)
            .codePoints()
            .map(Character::toLowerCase)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return visible(Normalizer.normalize(one, Normalizer.Form.NFKC));
  }

  /** Without what no reader sees: also a dot above an i or j, which has one already. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean secondDot =
          points[i] == DOT_ABOVE && i > 0 && (points[i - 1] == 'i' || points[i - 1] == 'j');
      if (!secondDot && !isHidden(points[i])) {
        visible.appendCodePoint(points[i]);
      }
    }
    return visible.toString();
  }

  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return UnicodeText.isDefaultIgnorable(c)
        || type == Character.FORMAT
        || (type == Character.CONTROL && !UnicodeText.isBlank(c));
  }

  /** The name before a colon counts: what follows names a stream of the same file elsewhere. */
  private static String beforeColon(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /** Without blanks around it and without dots at its end. */
  static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (end > 0 && isTrailing(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    while (start < end && UnicodeText.isBlank(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start, end);
  }

  private static boolean isTrailing(int c) {
    return c == '.' || UnicodeText.isBlank(c);
  }

  private static boolean isPlain(String component) {
    if (component.isEmpty() || component.endsWith(".")) {
      return false;
    }
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (c > '~' || c < '!' || c == ':' || c == '\\' || (c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return true;
  }
}
