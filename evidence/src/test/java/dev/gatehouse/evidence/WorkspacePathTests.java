package dev.gatehouse.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTests {
  private static final Pattern ESCAPED = Pattern.compile("<([0-9a-fA-F]{4})>");

  @ParameterizedTest
  @ValueSource(strings = {"a", "src/main/A.java", "…/x", ".gitignore", "a b/ü", "...", "日本/語"})
  void acceptsWhatIsOneName(String text) {
    WorkspacePath path = WorkspacePath.parse(text);
    assertThat(path.text()).isEqualTo(text);
    assertThat(path.toTreePath().toWorkspacePath()).contains(path);
  }

  @ParameterizedTest
  @CsvSource({
    "'',PATH_EMPTY",
    "a//b,PATH_EMPTY",
    "a/,PATH_EMPTY",
    "/a,PATH_ABSOLUTE",
    "//a,PATH_ABSOLUTE",
    ".,PATH_DOTS",
    "a/../b,PATH_DOTS",
    "..,PATH_DOTS",
    "a/./b,PATH_DOTS",
    "a\\b,PATH_BACKSLASH",
    "a<0000>b,PATH_CONTROL",
    "a<000A>b,PATH_CONTROL",
    "a<007f>b,PATH_CONTROL",
    "a<202e>b,PATH_CONTROL",
    "a<200b>b,PATH_CONTROL",
    "a<feff>b,PATH_CONTROL",
    "a<2028>b,PATH_CONTROL",
    "e<0301>,PATH_NOT_NFC",
    "a<d800>b,PATH_NOT_UTF8"
  })
  void refusesByTheRuleThatIsBroken(String text, EvidenceErrorCode rule) {
    assertThatExceptionOfType(PathException.class)
        .isThrownBy(() -> WorkspacePath.parse(decoded(text)))
        .extracting(PathException::code)
        .isEqualTo(rule);
  }

  @Test
  void boundsDepthAndLengthAtTheirLimits() {
    assertThat(WorkspacePath.parse("a/".repeat(63) + "a").components()).hasSize(64);
    assertTooLong("a/".repeat(64) + "a");
    assertThat(WorkspacePath.parse("x".repeat(255)).name()).hasSize(255);
    assertTooLong("x".repeat(256));
    assertTooLong("ü".repeat(128));
    assertTooLong(("x".repeat(255) + "/").repeat(16) + "x");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    assertThatExceptionOfType(PathException.class)
        .isThrownBy(() -> WorkspacePath.parse(new byte[] {'a', (byte) 0xff}))
        .extracting(PathException::code)
        .isEqualTo(EvidenceErrorCode.PATH_NOT_UTF8);
  }

  /** Characters that a source file should not hold are written as four digits in angles. */
  private static String decoded(String text) {
    return ESCAPED
        .matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }

  private static void assertTooLong(String text) {
    assertThatExceptionOfType(PathException.class)
        .isThrownBy(() -> WorkspacePath.parse(text))
        .extracting(PathException::code)
        .isEqualTo(EvidenceErrorCode.PATH_TOO_LONG);
  }
}
