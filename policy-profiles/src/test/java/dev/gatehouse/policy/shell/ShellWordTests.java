package dev.gatehouse.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Words are what bash makes of them. */
class ShellWordTests {

  @ParameterizedTest
  @MethodSource({"quotes", "patterns", "braces", "tildes", "splitting"})
  void expandsWords(String words, String expected) {
    assertThat(CompactReading.of("e " + words)).isEqualTo(("e " + expected).strip());
  }

  static Stream<Arguments> quotes() {
    return ShellReaderTests.rows(
        "'a b'\"c d\"\\ e", "'a bc d e'",
        "'' \"\"", "'' ''",
        "\"\\a\\$\\`\\\"\\\\\\\nb\"", "\\a$`\"\\b",
        "'\\n'", "\\n",
        "\"$\" $ a$ \"a$ b\"", "$ $ a$ 'a$ b'",
        "$'a\\tb\\x41\\101\\u00e9\\q\\''", "'a\tbA" + "A\u00e9\\q''",
        "$\"a b\"", "'a b'",
        "\"a\nb\"", "'a\nb'",
        "a'b'c", "abc",
        "\"'\" '\"'", "''' \"",
        "\"$'a'\"", "'$'a''",
        "a\\\nb", "ab",
        "\ud83d\ude00\\\ud83d\ude00", "\ud83d\ude00\ud83d\ude00");
  }

  static Stream<Arguments> patterns() {
    return ShellReaderTests.rows(
        "*.py a?b x[0-9]y", "glob(*.py) glob(a?b) glob(x[0-9]y)",
        "'*' \\* \"a*\" [ ] a] [a", "* * a* [ ] a] [a",
        "a\"[\"b]", "a[b]",
        "\"a*\"*", "glob(a\\**)",
        "src/*\"$x\"", "many(src/|)",
        "a$x*", "many(a|)");
  }

  static Stream<Arguments> braces() {
    return ShellReaderTests.rows(
        "{a,b}", "a b",
        "x{,y}z", "xz xyz",
        "{a,{b,c}d}", "a bd cd",
        "{a,b}{1..3}", "a1 a2 a3 b1 b2 b3",
        "{3..1} {a..e..2} {1..10..4} {-1..1}", "3 2 1 a c e 1 5 9 -1 0 1",
        "{} {a} HEAD@{1} a{ b} '{a,b}' \"{a,b}\" \\{a,b}",
            "{} {a} HEAD@{1} a{ b} {a,b} {a,b} {a,b}",
        "{a\\,b} {a','b}", "{a,b} {a,b}",
        "{a..b,c}", "a..b c",
        "{a,}", "a",
        "{\"a b\",$(c)}", "'a b' many(|) ; c",
        "{~/a,b}", "/tmp/a b",
        "{*,a}.py", "glob(*.py) a.py",
        "{${x},b}", "many(|) b",
        "a{b", "a{b");
  }

  static Stream<Arguments> tildes() {
    return ShellReaderTests.rows("~ ~/a a~ a/~ \\~ '~' --x=~/y", "/tmp /tmp/a a~ a/~ ~ ~ --x=~/y");
  }

  static Stream<Arguments> splitting() {
    return ShellReaderTests.rows(
        "\"a$x\" a$x", "any(a|) many(a|)",
        "$(a)b \"$(a)\"'b c'", "many(|) any(|) ; a ; a");
  }

  @Test
  void valuesAreSplitAndExpandedLikePatterns() {
    assertThat(CompactReading.of("x=' a  b '; e c$x$x\"d\"${x}"))
        .isEqualTo("x=' a  b ' ; e c a b a b d a b");
    assertThat(CompactReading.of("x='*.py'; e $x \"$x\"")).isEqualTo("x=*.py ; e glob(*.py) *.py");
    assertThat(CompactReading.of("x='a\\*'; e $x")).isEqualTo("x=a\\* ; e many(a|)");
    assertThat(CompactReading.of("x='a b'; y=$x; e \"$y\""))
        .isEqualTo("x='a b' ; y='a b' ; e 'a b'");
  }

  @Test
  void partsOfTheTextAreExact() {
    String script = "a && b  \"c\" >f # d\ne";
    assertThat(ShellReader.read(script, "/workspace"))
        .isInstanceOfSatisfying(
            ShellReading.Commands.class,
            read ->
                assertThat(read.commands())
                    .extracting(each -> each.place().of(script))
                    .containsExactly("a", "b  \"c\" >f", "e"));
    assertThat(CompactReading.of("a; x=${!y} b")).isEqualTo("!indirection ${!");
  }
}
