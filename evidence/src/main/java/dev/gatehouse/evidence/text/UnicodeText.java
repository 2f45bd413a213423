package dev.gatehouse.evidence.text;

/**
 * Which characters of a text a person does not see, as tables of Unicode 16.0. The tables are part
 * of this class: another Java release with other Unicode data changes no answer.
 */
public final class UnicodeText {
  /** The version of the Unicode Standard whose data the tables hold. */
  public static final String UNICODE_VERSION = "16.0";

  /** Property Default_Ignorable_Code_Point of DerivedCoreProperties.txt. */
  private static final CodePointRanges DEFAULT_IGNORABLE =
      CodePointRanges.parse(
          """
          00AD 034F 061C 115F..1160 17B4..17B5 180B..180F 200B..200F 202A..202E 2060..206F 3164
          FE00..FE0F FEFF FFA0 FFF0..FFF8 1BCA0..1BCA3 1D173..1D17A E0000..E0FFF
          """);

  /**
   * Property White_Space of PropList.txt, and the characters beyond it whose glyph is empty: the
   * Hangul fillers, the Mongolian vowel separator, the zero width spaces, the blank Braille
   * pattern, the Khitan filler and the null notehead.
   */
  private static final CodePointRanges BLANK =
      CodePointRanges.parse(
          """
          0009..000D 0020 0085 00A0 115F..1160 1680 180E 2000..200B 2028..2029 202F 205F..2060
          2800 3000 3164 FEFF FFA0 16FE4 1D159
          """);

  private UnicodeText() {}

  /** Whether a renderer that does not support the code point shows nothing for it. */
  public static boolean isDefaultIgnorable(int codePoint) {
    return codePoint >= 0xAD && DEFAULT_IGNORABLE.contains(codePoint);
  }

  /** Whether the code point looks like a blank, or like nothing, though it may be a letter. */
  public static boolean isBlank(int codePoint) {
    return BLANK.contains(codePoint);
  }
}
