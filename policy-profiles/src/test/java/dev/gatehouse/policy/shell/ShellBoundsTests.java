package dev.gatehouse.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.shell.syntax.ReaderBounds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bound of the reader is hit, and what lies within it is read. */
class ShellBoundsTests {

  @ParameterizedTest
  @MethodSource("tooLarge")
  void whatIsTooLargeIsNotRead(String script) {
    assertThat(CompactReading.construct(script)).isEqualTo("too-large");
  }

  static Stream<String> tooLarge() {
    StringBuilder variables = new StringBuilder();
    for (int i = 0; i <= ReaderBounds.VARIABLES; i++) {
      variables.append('x').append(i).append("= ");
    }
    return Stream.of(
        "#" + "x".repeat(ReaderBounds.SCRIPT_CHARACTERS),
        "a;".repeat(ReaderBounds.COMMANDS + 1),
        loop(100, loop(100, "a $x; b")),
        loop(ReaderBounds.COMMANDS / 2 + 1, "a $x; b $x"),
        loop(ReaderBounds.LOOP_VALUES + 1, "a"),
        "x=aaaaaaaa;" + "x=$x$x;".repeat(20),
        "a {1..16}{1..17}",
        "a {1..257}",
        "a {1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}",
        "cd a; cd b; cd c; cd d; cd e; f",
        variables.toString(),
        loop(64, loop(64, loop(64, "case x in esac"))),
        loop(256, "x=; a " + "$x".repeat(4000)),
        "a " + "{a..a}".repeat(2000));
  }

  @Test
  void whatIsNestedTooDeeplyIsNotRead() {
    for (String[] around :
        new String[][] {
          {"( ", ")"},
          {"{ ", "; }"},
          {"echo $(", ")"},
          {"a ${x:-", "}"},
          {"a \"${x:-", "}\""},
          {"if a; then ", "; fi"}
        }) {
      String script = nested(around, 70);
      assertThat(CompactReading.construct(script))
          .as(script)
          .isIn("too-deep", "parameter-expansion");
      assertThat(CompactReading.construct(nested(around, 1_000))).isNotEmpty();
    }
    assertThat(CompactReading.construct(nested(new String[] {"( ", ")"}, 1000)))
        .isEqualTo("too-deep");
    assertThat(CompactReading.of(nested(new String[] {"( ", ")"}, 60))).isEqualTo("a");
    assertThat(CompactReading.construct("a " + "{b,".repeat(100) + "}".repeat(100)))
        .isEqualTo("brace-expansion");
  }

  @Test
  void whatLiesWithinTheBoundsIsRead() {
    assertThat(CompactReading.construct("a;".repeat(ReaderBounds.COMMANDS))).isEmpty();
    assertThat(CompactReading.construct(loop(ReaderBounds.LOOP_VALUES, "a $x"))).isEmpty();
    assertThat(
            CompactReading.construct("a '" + "x".repeat(ReaderBounds.SCRIPT_CHARACTERS - 10) + "'"))
        .isEmpty();
    assertThat(CompactReading.construct("a {1..256}")).isEmpty();
    assertThat(CompactReading.construct("a" + " && a".repeat(ReaderBounds.COMMANDS - 1))).isEmpty();
  }

  @Test
  void aLoopThatChangesItsVariablesEnds() {
    String script =
        "a=1; b=1; c=1; d=1; e=1; f=1; while g; do a=$b; b=$c; c=$d; d=$e; e=$f; f=2; done";
    assertThat(CompactReading.of(script + "; h \"$a\" \"$f\""))
        .contains("a=any(|)")
        .endsWith("h any(|) any(|)");
  }

  @Test
  @Timeout(20)
  void hostileStringsAreReadInLinearTime() {
    int most = ReaderBounds.SCRIPT_CHARACTERS - 10;
    for (String part :
        List.of(
            "``",
            "`#`",
            "{}.",
            "{",
            "$(",
            "`",
            "$x",
            "${x}",
            "\\\n",
            "<<A ",
            "a=",
            "#\n",
            ";",
            "'",
            "\"",
            "((",
            "a <<A\nA\n",
            "~",
            "*",
            "{a,",
            "$((1))",
            "[[ a ]]\n",
            "\\")) {
      String script = "a " + part.repeat(most / part.length());
      assertThat(ShellReader.read(script, "/workspace")).isNotNull();
    }
  }

  private static String nested(String[] around, int times) {
    return around[0].repeat(times) + "a" + around[1].repeat(times);
  }

  private static String loop(int values, String body) {
    return "for x in {1.."
        + Math.min(values, 256)
        + "}"
        + " y".repeat(Math.max(0, values - 256))
        + "; do "
        + body
        + "; done";
  }
}
