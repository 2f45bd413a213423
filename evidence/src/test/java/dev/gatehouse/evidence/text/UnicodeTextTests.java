package dev.gatehouse.evidence.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTextTests {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}");

  /** What UAX 44 takes out of category Cf: annotations, Egyptian joiners, prepended marks. */
  private static final IntPredicate VISIBLE_FORMAT =
      c ->
          (c >= 0xFFF9 && c <= 0xFFFB)
              || (c >= 0x13430 && c <= 0x1345F)
              || (c >= 0x600 && c <= 0x605)
              || c == 0x6DD
              || c == 0x70F
              || (c >= 0x890 && c <= 0x891)
              || c == 0x8E2
              || c == 0x110BD
              || c == 0x110CD;

  @Test
  void everyFormatCharacterThatIsNotShownIsDefaultIgnorable() {
    assertThat(
            codePoints(c -> Character.getType(c) == Character.FORMAT)
                .filter(VISIBLE_FORMAT.negate()))
        .isNotEmpty()
        .allMatch(UnicodeText::isDefaultIgnorable);
    assertThat(codePoints(VISIBLE_FORMAT)).noneMatch(UnicodeText::isDefaultIgnorable);
  }

  @Test
  void whatIsDefaultIgnorableWithoutBeingAFormatCharacterIsKnownOneByOne() {
    // Other_Default_Ignorable_Code_Point and Variation_Selector of PropList.txt.
    assertThat(
            codePoints(UnicodeText::isDefaultIgnorable)
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .filter(c -> c < 0xE0000))
        .containsExactlyElementsOf(
            IntStream.of(
                    0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2065,
                    0x3164, 0xFE00, 0xFE01, 0xFE02, 0xFE03, 0xFE04, 0xFE05, 0xFE06, 0xFE07, 0xFE08,
                    0xFE09, 0xFE0A, 0xFE0B, 0xFE0C, 0xFE0D, 0xFE0E, 0xFE0F, 0xFFA0, 0xFFF0, 0xFFF1,
                    0xFFF2, 0xFFF3, 0xFFF4, 0xFFF5, 0xFFF6, 0xFFF7, 0xFFF8)
                .boxed()
                .toList());
  }

  @Test
  void theTableHasAsManyCodePointsAsTheStandardCounts() {
    assertThat(codePoints(UnicodeText::isDefaultIgnorable)).hasSize(4174);
  }

  @Test
  void everyWhiteSpaceIsBlank() {
    assertThat(codePoints(c -> WHITE_SPACE.matcher(Character.toString(c)).matches()))
        .hasSize(25)
        .allMatch(UnicodeText::isBlank);
    assertThat(codePoints(Character::isSpaceChar)).allMatch(UnicodeText::isBlank);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x2800, 0x3164, 0x115F, 0x1160, 0xFFA0, 0x180E, 0x200B, 0xFEFF, 0x16FE4})
  void aCharacterWithAnEmptyGlyphIsBlank(int codePoint) {
    assertThat(UnicodeText.isBlank(codePoint)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {'a', '.', 0, 0xAC, 0xAE, 0x2801, 0x27FF, 0x1F600, 0x10FFFF, -1, 0x110000})
  void whatIsShownIsNeither(int codePoint) {
    assertThat(UnicodeText.isBlank(codePoint)).isFalse();
    assertThat(UnicodeText.isDefaultIgnorable(codePoint)).isFalse();
  }

  private static IntStream codePoints(IntPredicate predicate) {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(predicate);
  }
}
