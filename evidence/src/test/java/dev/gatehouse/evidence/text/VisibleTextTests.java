package dev.gatehouse.evidence.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTests {
  private static final Pattern MARK =
      Pattern.compile("<(?:U\\+([0-9A-F]{4,6})(?: x([0-9]+))?|0x([0-9A-F]{2})|(TAB))>");

  /** Bytes of which adversaries build what looks like something else. */
  private static final List<String> PIECES =
      List.of(
          " ",
          "  ",
          "\t",
          "\r",
          "\0",
          "<",
          "<U+",
          "<U+0020>",
          "<U+0020 x41>",
          "<0x",
          "<0xFF>",
          "<TAB>",
          "<continued>",
          ">",
          "a",
          "\u0430",
          "\u202E",
          "\u200B",
          "\u3164",
          "e\u0301",
          "\u00E9",
          "\u1112\u1161",
          "\uD558",
          "\u00A0",
          "\u3000",
          "\u05D0",
          "\uFFFD",
          "\uD83D\uDE42",
          "\uDB40\uDC41",
          "\uFE0F",
          "\u2126",
          " ".repeat(41),
          "\\",
          "\u001B[2K");

  private static String shown(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    VisibleText.append(out, bytes, 0, bytes.length, /* endsLine= */ true);
    return out.toString();
  }

  private static String ascii(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    VisibleText.appendAscii(out, bytes, 0, bytes.length, /* endsLine= */ true);
    return out.toString();
  }

  private static byte[] readBack(String shown) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher mark = MARK.matcher(shown);
    int at = 0;
    while (mark.find()) {
      out.writeBytes(shown.substring(at, mark.start()).getBytes(UTF_8));
      at = mark.end();
      if (mark.group(3) != null) {
        out.write(Integer.parseInt(mark.group(3), 16));
      } else if (mark.group(4) != null) {
        out.write('\t');
      } else {
        int count = mark.group(2) == null ? 1 : Integer.parseInt(mark.group(2));
        String text = Character.toString(Integer.parseInt(mark.group(1), 16));
        out.writeBytes(text.repeat(count).getBytes(UTF_8));
      }
    }
    out.writeBytes(shown.substring(at).getBytes(UTF_8));
    return out.toByteArray();
  }

  @Test
  void bytesAreReadBackFromWhatIsShown() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int j = random.nextInt(8); j >= 0; j--) {
        if (random.nextInt(4) == 0) {
          out.write(random.nextInt(256));
        } else {
          out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
        }
      }
      byte[] bytes = out.toByteArray();
      assertThat(readBack(shown(bytes))).isEqualTo(bytes);
      assertThat(readBack(ascii(bytes))).isEqualTo(bytes);
      assertThat(ascii(bytes)).matches("[ -~]*");
    }
  }

  @Test
  void everyCodePointThatIsShownIsVisibleOnItsOwn() {
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      if (!VisibleText.isShown(c)) {
        continue;
      }
      int type = Character.getType(c);
      assertThat(
              UnicodeText.isDefaultIgnorable(c)
                  || UnicodeText.isBlank(c)
                  || Character.isSpaceChar(c)
                  || Character.isISOControl(c)
                  || type == Character.NON_SPACING_MARK
                  || type == Character.ENCLOSING_MARK
                  || type == Character.COMBINING_SPACING_MARK
                  || type == Character.FORMAT
                  || type == Character.PRIVATE_USE
                  || type == Character.SURROGATE
                  || type == Character.UNASSIGNED)
          .as("U+%X", c)
          .isFalse();
    }
  }

  @Test
  void whatIsShownOfEquivalentTextsDiffers() {
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
        String twin = Normalizer.normalize(text, form);
        if (!twin.equals(text) && c < Character.MIN_SURROGATE) {
          // One of the two is written out, so that no font can make them look alike.
          assertThat(VisibleText.of(text) + VisibleText.of(twin)).as("U+%X", c).contains("<U+");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "na\u00EFve, na\u00EFve",
    "\u65E5\u672C\u8A9E, \u65E5\u672C\u8A9E",
    "a\u202Eb, a<U+202E>b",
    "a\u200Bb, a<U+200B>b",
    "e\u0301, e<U+0301>",
    "\u3164, <U+3164>",
    "\u2800, <U+2800>",
    "\u00A0, <U+00A0>",
    "\uFEFFx, <U+FEFF>x",
    "x\uFE0F, x<U+FE0F>",
    "\uDB40\uDC41, <U+E0041>",
    "\uE000, <U+E000>",
    "\u05D0, <U+05D0>",
    "<U+202E>, <U+003C>U+202E>",
    "<0xFF>, <U+003C>0xFF>",
    "<TAB>, <U+003C>TAB>",
    "<continued>, <U+003C>continued>",
    "a<b>, a<b>",
    "<Title>, <Title>",
    "<code>, <code>"
  })
  void whatIsInvisibleIsWrittenOutAndWhatLooksLikeAMarkIsToldApart(String text, String shown) {
    assertThat(VisibleText.of(text)).isEqualTo(shown);
  }

  @Test
  void blanksAndControlsAreToldApart() {
    assertThat(VisibleText.of("a\tb\r")).isEqualTo("a<TAB>b<U+000D>");
    assertThat(VisibleText.of("\033[2K\u007F\u0085")).isEqualTo("<U+001B>[2K<U+007F><U+0085>");
    assertThat(VisibleText.of("a b  ")).isEqualTo("a b <U+0020>");
    assertThat(VisibleText.of(" a")).isEqualTo("<U+0020>a");
    assertThat(VisibleText.of("a" + " ".repeat(99) + "b")).isEqualTo("a<U+0020 x99>b");
  }

  @Test
  void bytesThatAreNoUtf8AreShownOneByOne() {
    assertThat(shown("caf\u00E9".getBytes(ISO_8859_1))).isEqualTo("caf<0xE9>");
    assertThat(shown(new byte[] {'a', 0, 'b'})).isEqualTo("a<0x00>b");
    assertThat(shown(new byte[] {(byte) 0xC0, (byte) 0xAF})).isEqualTo("<0xC0><0xAF>");
    assertThat(shown(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}))
        .isEqualTo("<0xED><0xA0><0x80>");
    assertThat(shown(new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}))
        .isEqualTo("<0xF4><0x90><0x80><0x80>");
    assertThat(VisibleText.of("\uD800x")).isEqualTo("<0xED><0xA0><0x80>x");
  }

  @Test
  void lettersThatLookLikeOthersDifferInTheAsciiForm() {
    assertThat(VisibleText.ascii("p\u0430ypal")).isEqualTo("p<U+0430>ypal");
    assertThat(VisibleText.ascii("payp\u0430l")).isEqualTo("payp<U+0430>l");
  }

  @Test
  void wellFormedTextIsDecodedAsTheJdkDecodesIt() {
    String text = "a\u00E9\u0800\uFFFD\uD83D\uDE42\uDBFF\uDFFF";
    byte[] bytes = text.getBytes(UTF_8);
    int at = 0;
    for (int c : text.codePoints().toArray()) {
      assertThat(Utf8.codePoint(bytes, at, bytes.length)).isEqualTo(c);
      at += Utf8.length(c);
    }
    assertThat(Utf8.malformed(bytes)).isZero();
    assertThat(Utf8.malformed(Arrays.copyOf(bytes, bytes.length - 1))).isEqualTo(3);
  }
}
