package dev.gatehouse.evidence.text;

import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Text as a person who decides on it is shown it. Nothing of it is invisible, and the bytes can be
 * read back from what is shown, so two texts that differ are never shown alike:
 *
 * <ul>
 *   <li>visible ASCII and single blanks are shown as they are; a tab as {@code <TAB>}, a blank at
 *       the end of a line as {@code <U+0020>}, more than 40 blanks in a row as {@code <U+0020
 *       x99>};
 *   <li>letters, digits, punctuation and symbols of other scripts are shown as they are, or, in the
 *       ASCII form, as {@code <U+0430>};
 *   <li>every other character is written as {@code <U+202E>}: controls, format characters, blanks,
 *       combining marks, conjoining jamo, default ignorables, what normalization would replace,
 *       letters that are written from right to left, private use and unassigned code points;
 *   <li>a byte that is not UTF-8 is written as {@code <0xFF>}, and so is NUL ({@code <0x00>});
 *   <li>a {@code <} that would begin one of these forms is written as {@code <U+003C>}.
 * </ul>
 */
public final class VisibleText {
  /** Stands at the end of what is shown where the line goes on. */
  public static final String CONTINUED = "<continued>";

  private static final int LONGEST_RUN_OF_BLANKS = 40;
  private static final String[] MARKS = {"U+", "0x", "TAB>", CONTINUED.substring(1)};
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int FIRST_THAT_NORMALIZES = 0x340;

  private final StringBuilder out;
  private final boolean ascii;
  private boolean foreign;

  private VisibleText(StringBuilder out, boolean ascii) {
    this.out = out;
    this.ascii = ascii;
  }

  /** The text with all that is visible in it as it is. */
  public static String of(String text) {
    return shown(text, /* ascii= */ false);
  }

  /** The text in ASCII alone. */
  public static String ascii(String text) {
    return shown(text, /* ascii= */ true);
  }

  /**
   * Appends a piece of a line, without its line feed, as {@link #of} shows it.
   *
   * @param endsLine whether nothing follows in the line
   * @return whether a character beyond ASCII is shown as it is
   */
  public static boolean append(StringBuilder out, byte[] utf8, int from, int to, boolean endsLine) {
    VisibleText shown = new VisibleText(out, /* ascii= */ false);
    shown.append(utf8, from, to, endsLine);
    return shown.foreign;
  }

  /** The same in ASCII alone. */
  public static void appendAscii(
      StringBuilder out, byte[] utf8, int from, int to, boolean endsLine) {
    new VisibleText(out, /* ascii= */ true).append(utf8, from, to, endsLine);
  }

  /** Whether a character beyond ASCII is shown as it is. */
  public static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          !isEmpty(codePoint) && !isFromRightToLeft(codePoint) && isStable(codePoint);
      default -> false;
    };
  }

  private static String shown(String text, boolean ascii) {
    byte[] utf8 = Utf8.bytes(text);
    StringBuilder out = new StringBuilder(text.length());
    int from = text.startsWith(" ") && text.length() > 1 ? 1 : 0;
    if (from > 0) {
      out.append("<U+0020>");
    }
    new VisibleText(out, ascii).append(utf8, from, utf8.length, /* endsLine= */ true);
    return out.toString();
  }

  private void append(byte[] utf8, int from, int to, boolean endsLine) {
    for (int at = from; at < to; ) {
      if (utf8[at] == ' ') {
        at = blanks(utf8, at, to, endsLine);
        continue;
      }
      int c = Utf8.codePoint(utf8, at, to);
      if (c == Utf8.MALFORMED || c == 0) {
        out.append("<0x");
        HEX.toHexDigits(out, utf8[at]).append('>');
      } else if (c == '\t') {
        out.append("<TAB>");
      } else if ((c == '<' && beginsMark(utf8, at + 1, to)) || c < ' ' || c == 0x7F) {
        escape(c);
      } else if (c < 0x80) {
        out.append((char) c);
      } else if (ascii || !isShown(c)) {
        escape(c);
      } else {
        foreign = true;
        out.appendCodePoint(c);
      }
      at += Utf8.length(c);
    }
  }

  private int blanks(byte[] utf8, int from, int to, boolean endsLine) {
    int end = from;
    while (end < to && utf8[end] == ' ') {
      end++;
    }
    int count = end - from;
    if (count > LONGEST_RUN_OF_BLANKS) {
      out.append("<U+0020 x").append(count).append('>');
    } else if (end == to && endsLine) {
      out.repeat(' ', count - 1).append("<U+0020>");
    } else {
      out.repeat(' ', count);
    }
    return end;
  }

  private static boolean beginsMark(byte[] utf8, int from, int to) {
    for (String mark : MARKS) {
      int length = mark.length();
      boolean same = to - from >= length;
      for (int i = 0; same && i < length; i++) {
        same = utf8[from + i] == mark.charAt(i);
      }
      if (same) {
        return true;
      }
    }
    return false;
  }

  private void escape(int codePoint) {
    out.append("<U+");
    if (codePoint > 0xFFFF) {
      out.append(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT));
    } else {
      HEX.toHexDigits(out, (byte) (codePoint >> 8));
      HEX.toHexDigits(out, (byte) codePoint);
    }
    out.append('>');
  }

  /** Blank glyphs and default ignorables, conjoining jamo, and what stands for no character. */
  private static boolean isEmpty(int c) {
    return UnicodeText.isDefaultIgnorable(c)
        || UnicodeText.isBlank(c)
        || (c >= 0x1100 && c <= 0x11FF)
        || (c >= 0xA960 && c <= 0xA97F)
        || (c >= 0xD7B0 && c <= 0xD7FF)
        || c == 0xFFFC
        || c == 0xFFFD
        || c == 0x13441
        || c == 0x13442;
  }

  private static boolean isFromRightToLeft(int c) {
    return switch (Character.getDirectionality(c)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          true;
      default -> false;
    };
  }

  /** Whether normalization form C leaves it: what it replaces has a twin that looks the same. */
  private static boolean isStable(int c) {
    boolean ideographOrSyllable = (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3);
    return c < FIRST_THAT_NORMALIZES
        || ideographOrSyllable
        || Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFC);
  }
}
