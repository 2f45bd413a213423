package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JunitFailuresTests {
  private static final String REPORT =
      """
      <testsuites><testsuite tests="3">
        <testcase classname="t" name="a"/>
        <testcase classname="t" name="b"><failure message="7 is not 4">at line 3 &lt;here&gt;</failure></testcase>
        <testcase name="c"><error message="no fixture"><![CDATA[x < y]]></error><system-out>much</system-out></testcase>
      </testsuite></testsuites>
      """;

  private static Map<String, String> read(String xml, int tests, int characters) {
    return JunitFailures.of(xml.getBytes(UTF_8), tests, characters);
  }

  @Test
  void saysOfEachFailedTestWhatTheReportSays() {
    assertThat(read(REPORT, 10, 100))
        .containsExactly(
            entry("t::b", "7 is not 4\nat line 3 <here>"), entry("c", "no fixture\nx < y"));
  }

  @Test
  void keepsTheEndOfALongOutputAndNoHalfOfACharacter() {
    String text = "x".repeat(100) + "\uD83D\uDE00" + "y".repeat(9);
    String xml = REPORT.replace("at line 3 &lt;here&gt;", text);
    assertThat(read(xml, 1, 10)).containsExactly(entry("t::b", "y".repeat(9)));
    assertThat(read(xml, 1, 11)).containsExactly(entry("t::b", "\uD83D\uDE00" + "y".repeat(9)));
  }

  @Test
  void readsNoMoreTestsThanItIsAskedFor() {
    assertThat(read(REPORT, 1, 100)).containsOnlyKeys("t::b");
  }

  @Test
  void readsAMalformedReportUpToTheMistake() {
    assertThat(read(REPORT.replace("<testcase name=\"c\">", "<testcase <"), 10, 100))
        .containsOnlyKeys("t::b");
    assertThat(read("no XML", 10, 100)).isEmpty();
  }

  @Test
  void readsNothingOfAFileThatAReportNames() {
    String entity =
        "<!DOCTYPE t [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            + REPORT.replace("at line 3", "&x;");
    assertThat(read(entity, 10, 1000).toString()).doesNotContain("root:");
  }
}
