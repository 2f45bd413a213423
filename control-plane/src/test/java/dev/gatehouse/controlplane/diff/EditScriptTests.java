package dev.gatehouse.controlplane.diff;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EditScriptTests {
  private static Lines lines(String text) {
    return Lines.ofText(text.getBytes(US_ASCII));
  }

  private static String numbered(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> kept(String text, BitSet gone) {
    List<String> lines = text.lines().toList();
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!gone.get(i)) {
        kept.add(lines.get(i));
      }
    }
    return kept;
  }

  private static int longestCommon(List<String> a, List<String> b) {
    int[][] length = new int[a.size() + 1][b.size() + 1];
    for (int i = 1; i <= a.size(); i++) {
      for (int j = 1; j <= b.size(); j++) {
        length[i][j] =
            a.get(i - 1).equals(b.get(j - 1))
                ? length[i - 1][j - 1] + 1
                : Math.max(length[i - 1][j], length[i][j - 1]);
      }
    }
    return length[a.size()][b.size()];
  }

  @Test
  void whatStaysIsTheSameOnBothSidesAndAsMuchAsCanBe() {
    Random random = new Random(11);
    for (int i = 0; i < 4000; i++) {
      int letters = 1 + random.nextInt(6);
      String before = numbered(random.nextInt(24), n -> "l" + random.nextInt(letters));
      String after = numbered(random.nextInt(24), n -> "l" + random.nextInt(letters));
      EditScript script = EditScript.between(lines(before), lines(after));
      assertThat(script.shortest()).isTrue();
      assertThat(kept(before, script.removed())).isEqualTo(kept(after, script.added()));
      assertThat(kept(before, script.removed()))
          .hasSize(longestCommon(before.lines().toList(), after.lines().toList()));
    }
  }

  @Test
  void scriptThatWasCutShortIsStillTrue() {
    Random random = new Random(13);
    int cut = 0;
    for (int i = 0; i < 500; i++) {
      String before = numbered(60, n -> "l" + random.nextInt(9));
      String after = numbered(60, n -> "l" + random.nextInt(9));
      EditScript script = EditScript.between(lines(before), lines(after), 200, 500);
      assertThat(kept(before, script.removed())).isEqualTo(kept(after, script.added()));
      cut += script.shortest() ? 0 : 1;
    }
    assertThat(cut).isPositive();
  }

  @Test
  void everyLineReplacedIsFoundAtOnce() {
    EditScript script =
        EditScript.between(
            lines(numbered(150_000, i -> "before " + i)),
            lines(numbered(150_000, i -> "after " + i)));
    assertThat(script.shortest()).isTrue();
    assertThat(script.removed().cardinality()).isEqualTo(150_000);
    assertThat(script.added().cardinality()).isEqualTo(150_000);
  }

  /** Each defeats another shortcut: shuffled, reversed, alternating, few letters, all the same. */
  @Test
  void workIsBoundedForContentsThatAreHardToCompare() {
    Random random = new Random(17);
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 150_000).boxed().toList());
    java.util.Collections.shuffle(shuffled, random);
    String inOrder = numbered(150_000, i -> "l" + i);
    List<String> hard =
        List.of(
            numbered(150_000, i -> "l" + shuffled.get(i)),
            numbered(150_000, i -> "l" + (149_999 - i)),
            numbered(150_000, i -> i % 2 == 0 ? "l" + i : "x" + i),
            numbered(150_000, i -> "l" + random.nextInt(2)),
            numbered(150_000, i -> "l" + (i + 75_000) % 150_000));
    for (String after : hard) {
      EditScript script = EditScript.between(lines(inOrder), lines(after));
      assertThat(script.removed().cardinality() - script.added().cardinality()).isZero();
    }
    EditScript letters =
        EditScript.between(
            lines(numbered(150_000, i -> "l" + random.nextInt(2))),
            lines(numbered(150_000, i -> "l" + random.nextInt(2))));
    assertThat(letters.shortest()).isFalse();
  }

  @Test
  void linesWhoseHashesAreEqualCostLittle() {
    // "Aa" and "BB" have the same hash, and so has every string of them.
    IntFunction<String> colliding =
        i -> {
          StringBuilder line = new StringBuilder();
          for (int bit = 0; bit < 17; bit++) {
            line.append((i >> bit & 1) == 0 ? "Aa" : "BB");
          }
          return line.toString();
        };
    EditScript script =
        EditScript.between(
            lines(numbered(60_000, colliding)),
            lines(numbered(60_000, i -> colliding.apply(i + 60_000))));
    assertThat(script.removed().cardinality()).isEqualTo(60_000);
  }

  @Test
  void moreLinesThanAreComparedAreGivenWholeBetweenWhatIsTheSameAtBothEnds() {
    String before = "same\n" + numbered(50, i -> "b" + i) + "end\n";
    String after = "same\n" + numbered(50, i -> "a" + i) + "end\n";
    EditScript script = EditScript.between(lines(before), lines(after), 99, 1_000_000);
    assertThat(script.shortest()).isFalse();
    assertThat(kept(before, script.removed())).containsExactly("same", "end");
    assertThat(kept(after, script.added())).containsExactly("same", "end");
  }

  @Test
  void interruptedWorkEnds() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> EditScript.between(lines("a\nb\n"), lines("b\na\n")));
    assertThat(Thread.interrupted()).isTrue();
  }
}
