package dev.gatehouse.controlplane.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnifiedDiffTests {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b\n",
          "\n",
          "\n",
          "+",
          "-",
          " ",
          "@@ -1,1 +1,1 @@\n",
          "\\ No newline at end of file",
          "\\ in ASCII: ",
          "\r\n",
          "\r",
          "\t",
          "<continued>",
          "<U+0020>",
          "\u0430",
          "\u00E9",
          "e\u0301",
          "\u2028",
          "\u0085",
          "\u202E",
          "\0",
          "--- a/x\n",
          "+++ b/x\n");

  private static String rows(byte[] before, byte[] after) {
    DiffPart part = new DiffPart(1);
    UnifiedDiff.ofText(before, after).rows(part);
    return part.text();
  }

  private static String rows(String before, String after) {
    return rows(before.getBytes(UTF_8), after.getBytes(UTF_8));
  }

  private static byte[] random(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = random.nextInt(7); i > 0; i--) {
      if (random.nextInt(12) == 0) {
        out.write(random.nextInt(256));
      } else if (random.nextInt(40) == 0) {
        out.writeBytes("\u4E2D".repeat(900).getBytes(UTF_8));
      } else {
        out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
      }
    }
    return out.toByteArray();
  }

  /** So two contents that differ are never shown the same: each is read back from its rows. */
  @Test
  void bothContentsAreReadBackFromTheRows() {
    Random random = new Random(23);
    for (int i = 0; i < 20_000; i++) {
      // A first line that differs, and few lines: the hunks have the whole contents.
      byte[] before = random(random);
      byte[] after = random(random);
      String rows = rows(before, after);
      if (java.util.Arrays.equals(before, after)) {
        assertThat(rows).isEmpty();
      } else if (Lines.ofText(before).count() <= 3 && Lines.ofText(after).count() <= 3) {
        assertThat(Patch.side(rows, '-', false)).isEqualTo(before);
        assertThat(Patch.side(rows, '+', false)).isEqualTo(after);
      }
      DiffPart part = new DiffPart(1);
      UnifiedDiff.ofBytes(before, after).rows(part);
      if (!java.util.Arrays.equals(before, after) && before.length + after.length < 48) {
        assertThat(Patch.side(part.text(), '-', true)).isEqualTo(before);
        assertThat(Patch.side(part.text(), '+', true)).isEqualTo(after);
      }
    }
  }

  @Test
  void hunksAreNumberedAsUnifiedDiffsAre() {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n";
    assertThat(rows(before, before.replace("3\n4", "3\nnew\n4").replace("15\n", "")))
        .isEqualTo(
            """
            @@ -1,6 +1,7 @@
             1
             2
             3
            +new
             4
             5
             6
            @@ -12,4 +13,3 @@
             12
             13
             14
            -15
            """);
    assertThat(rows("", "a\n")).startsWith("@@ -0,0 +1,1 @@\n");
    assertThat(rows("a\n", "")).startsWith("@@ -1,1 +0,0 @@\n");
  }

  @Test
  void linesEndAtALineFeedAlone() {
    assertThat(rows("a\n", "a\r\n")).isEqualTo("@@ -1,1 +1,1 @@\n-a\n+a<U+000D>\n");
    assertThat(rows("# x\n", "# x\rrun\n")).isEqualTo("@@ -1,1 +1,1 @@\n-# x\n+# x<U+000D>run\n");
    assertThat(rows("a\n", "a\u0085b\u2028c\u000B\n")).contains("+a<U+0085>b<U+2028>c<U+000B>\n");
  }

  @Test
  void missingLastLineFeedIsShown() {
    assertThat(rows("a\n", "a"))
        .isEqualTo("@@ -1,1 +1,1 @@\n-a\n+a\n\\ No newline at end of file\n");
  }

  @Test
  void lineWithOtherLettersIsRepeatedInAscii() {
    assertThat(rows("", "p\u0430y\n"))
        .isEqualTo("@@ -0,0 +1,1 @@\n+p\u0430y\n\\ in ASCII: p<U+0430>y\n");
  }

  @Test
  void changeFarBehindInALongLineIsShownWhereItIs() {
    String line = "x".repeat(4_000_000);
    String rows = rows(line + "a\n", line + "b\n");
    assertThat(rows.length()).isLessThan(10_000);
    assertThat(rows).contains("a\n+").endsWith("b\n");
    assertThat(rows("x".repeat(1000), "x".repeat(1000) + "y"))
        .contains("<continued>\n+y\n\\ No newline");
  }

  @Test
  void partsTogetherHaveEveryRow() {
    String after = "line of some length, so that there are several parts\n".repeat(60_000);
    DiffPart first = new DiffPart(1);
    UnifiedDiff diff = UnifiedDiff.ofText(new byte[0], after.getBytes(UTF_8));
    diff.rows(first);
    assertThat(first.parts()).isEqualTo(4);
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= 5; i++) {
      DiffPart part = new DiffPart(i);
      diff.rows(part);
      assertThat(part.text().length()).isLessThanOrEqualTo(DiffPart.LENGTH);
      all.append(part.text());
    }
    assertThat(new String(Patch.side(all.toString(), '+', false), UTF_8)).isEqualTo(after);
  }
}
