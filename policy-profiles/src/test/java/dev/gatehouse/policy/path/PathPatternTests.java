package dev.gatehouse.policy.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTests {

  @ParameterizedTest
  @CsvSource({
    "**, a",
    "**, a/b/c",
    "**/pom.xml, pom.xml",
    "**/pom.xml, a/pom.xml",
    "**/pom.xml, a/b/c/pom.xml",
    ".github/**, .github",
    ".github/**, .github/workflows/ci.yml",
    "**/.github/**, a/.github/x",
    "*.pem, x.pem",
    "*.pem, .pem",
    "**/*.pem, x.pem",
    "a/*/c, a/b/c",
    "a/**/c, a/c",
    "a/**/c, a/x/y/c",
    "a?c, abc",
    "a?c, a\uD83D\uDE00c",
    "**/a*b*c, x/aXXbYYbZc",
    "**/**/x, x",
  })
  void takes(String pattern, String path) {
    assertThat(matches(pattern, path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.pem, a/x.pem",
    "*.pem, x.pemx",
    "**/pom.xml, pom.xml.bak",
    "**/pom.xml, pom.xml/x",
    ".github/**, a/.github/x",
    ".github/**, .github2/x",
    "a/*/c, a/b/b/c",
    "a?c, ac",
    "a, A",
    "*, a/b",
  })
  void leaves(String pattern, String path) {
    assertThat(matches(pattern, path)).isFalse();
  }

  @Test
  void expandsBraces() {
    assertThat(matches("**/{a,b}.{x,y}", "q/b.x")).isTrue();
    assertThat(matches("**/{a,b}.{x,y}", "q/c.x")).isFalse();
    assertThat(matches("{build,*-out}/**", "my-out/x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a", "a//b", "", "a/../b", "./a", "a**", "a/**b/c", "a\\b", "{a", "a}b", "{a,{b}}", "{,a}",
        "ｇit"
      })
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> new PathPattern(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyStarsTakeNoExponentialTime() {
    String pattern = "a*".repeat(60) + "b";
    String path = "a".repeat(250);

    assertThat(matches(pattern, path)).isFalse();
    assertThat(matches("**/".repeat(15) + "b", "a/".repeat(63) + "a")).isFalse();
  }

  private static boolean matches(String pattern, String path) {
    return PatternSet.exact(List.of(new PathPattern(pattern))).matches(List.of(path.split("/")));
  }
}
