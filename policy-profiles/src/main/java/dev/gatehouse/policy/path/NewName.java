package dev.gatehouse.policy.path;

import dev.gatehouse.evidence.text.UnicodeText;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a name that is made is one name for everybody: for a person who reads it, for a program
 * that normalizes it, and for the file systems of other platforms.
 */
final class NewName {
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$");
  private static final Set<String> NUMBERED_DEVICES = Set.of("com", "lpt");
  private static final int REPLACEMENT = 0xFFFD;

  private NewName() {}

  /** Why the name is not one, in one sentence; empty where it is. */
  static Optional<String> ambiguity(String name) {
    if (isOrdinary(name)) {
      return Optional.empty();
    }
    if (name.codePoints().anyMatch(UnicodeText::isDefaultIgnorable)) {
      return Optional.of("A new name has no character that is not shown.");
    }
    if (name.codePoints().anyMatch(NewName::isUnreadable)) {
      return Optional.of("A new name has no private, unassigned or empty character.");
    }
    if (name.indexOf(':') >= 0) {
      return Optional.of("A new name has no colon: elsewhere it names a drive or a stream.");
    }
    String form = Normalizer.normalize(name, Normalizer.Form.NFKC);
    if (form.indexOf('/') >= 0 || form.indexOf('\\') >= 0) {
      return Optional.of("A new name has no character that normalization makes a separator.");
    }
    if (isEdge(form.codePointAt(0)) || isEdge(form.codePointBefore(form.length()))) {
      return Optional.of("A new name neither begins nor ends with a blank.");
    }
    if (form.endsWith(".")) {
      return Optional.of("A new name does not end with a dot.");
    }
    if (isMark(name.codePointAt(0)) || isMark(form.codePointAt(0))) {
      return Optional.of("A new name does not begin with a combining mark.");
    }
    String folded = Format2Folding.normalized(name);
    if (ShortName.isShort(folded)) {
      return Optional.of("A new name does not have the form of a short name, such as ABCDEF~1.");
    }
    if (isDevice(folded)) {
      return Optional.of("A new name is not that of a device, such as CON, AUX or NUL.");
    }
    return Optional.empty();
  }

  /** Most names: letters, digits, and the usual marks, too long for a device. */
  private static boolean isOrdinary(String name) {
    if (name.length() < 3 || name.endsWith(".")) {
      return false;
    }
    boolean couldBeDevice = "acnlp".indexOf(Character.toLowerCase(name.charAt(0))) >= 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean usual =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!usual) {
        return false;
      }
    }
    return !couldBeDevice;
  }

  private static boolean isUnreadable(int c) {
    int type = Character.getType(c);
    boolean emptyGlyph = UnicodeText.isBlank(c) && !isWhiteSpace(c);
    return emptyGlyph
        || c == REPLACEMENT
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED
        || type == Character.SURROGATE
        || type == Character.CONTROL;
  }

  private static boolean isWhiteSpace(int c) {
    return Character.isSpaceChar(c);
  }

  private static boolean isEdge(int c) {
    return UnicodeText.isBlank(c);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** The part before the first dot decides, without the blanks behind it. */
  private static boolean isDevice(String folded) {
    int dot = folded.indexOf('.');
    String name = (dot < 0 ? folded : folded.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    boolean numbered =
        name.length() == 4
            && NUMBERED_DEVICES.contains(name.substring(0, 3))
            && name.charAt(3) >= '0'
            && name.charAt(3) <= '9';
    return numbered || DEVICES.contains(name);
  }
}
