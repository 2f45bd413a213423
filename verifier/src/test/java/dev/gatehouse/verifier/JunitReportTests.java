package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JunitReportTests {
  private static final String REPORT =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <testsuites><testsuite name="pytest" tests="5">
        <testcase classname="tests.test_a" name="test_ok[a &lt; b &amp; &#99;]" time="0.001"/>
        <testcase classname="tests.test_a" name="test_bad">
          <failure message="assert 1 &lt; 0">E assert 1 &lt; 0 &amp;&amp; <![CDATA[<x>]]> \u00e9</failure></testcase>
        <testcase classname="tests.test_a" name="test_broken"><error>boom</error></testcase>
        <testcase classname="tests.test_a" name="test_later"><skipped type="x">no</skipped></testcase>
        <testcase name="bare"><skipped/><failure/><system-out>&gt;</system-out></testcase>
      </testsuite></testsuites>
      """;

  @TempDir Path directory;

  @Test
  void sortsTestsByWhatBecameOfThem() {
    JunitReport report = parse(REPORT);

    assertThat(report.passed()).containsExactly("tests.test_a::test_ok[a < b & c]");
    assertThat(report.failed())
        .containsExactly("tests.test_a::test_bad", "tests.test_a::test_broken", "bare");
    assertThat(report.skipped()).containsExactly("tests.test_a::test_later");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "<testsuite>",
        "<html/>",
        "<testsuite/><testsuite/>",
        "<testsuite><testcase name='a'><testcase name='b'/></testcase></testsuite>",
        "<testsuite><testcase/></testsuite>",
        "<testsuite><testcase name=''/></testsuite>",
        "<testsuites tests='12' failures='9'><testcase name='a'/></testsuites>",
        "<testsuites><testsuite tests='2'><testcase name='a'/></testsuite></testsuites>",
        "<testsuite skipped='1'><testcase name='a'/></testsuite>",
        "<testsuite tests='many'><testcase name='a'/></testsuite>",
        "<testsuite><failure/><testcase name='a'/></testsuite>",
        "<testsuite><testcase name='a' name='b'/></testsuite>",
        "<testsuite><testcase name='&unknown;'/></testsuite>",
        "<!DOCTYPE testsuite><testsuite/>",
        "<!DOCTYPE testsuite SYSTEM 'file:///etc/hostname'><testsuite/>"
      })
  void refusesWhatIsNoReport(String xml) {
    assertThatThrownBy(() -> parse(xml)).isInstanceOf(JunitReport.InvalidReportException.class);
  }

  @Test
  void refusesEntitiesOfItsOwn() throws Exception {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE testsuite [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++) {
      bomb.append("<!ENTITY a%d '&a%d;&a%d;'>".formatted(i, i - 1, i - 1));
    }
    bomb.append("]><testsuite><testcase name='x'>&a29;</testcase></testsuite>");
    assertThatThrownBy(() -> parse(bomb.toString()))
        .isInstanceOf(JunitReport.InvalidReportException.class);

    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    String external =
        "<!DOCTYPE testsuite [<!ENTITY s SYSTEM '%s'>]><testsuite><testcase name='x'>&s;</testcase></testsuite>"
            .formatted(secret.toUri());
    assertThatThrownBy(() -> parse(external))
        .isInstanceOf(JunitReport.InvalidReportException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesWhatIsTooLargeOrTooDeep() {
    assertThatThrownBy(() -> JunitReport.parse(new byte[(int) JunitReport.MAX_BYTES + 1]))
        .isInstanceOf(JunitReport.InvalidReportException.class);
    String deep = "<testsuite>".repeat(70) + "</testsuite>".repeat(70);
    assertThatThrownBy(() -> parse(deep)).isInstanceOf(JunitReport.InvalidReportException.class);
    String many = "<testsuite>" + "<testcase name='t'/>".repeat(100_001) + "</testsuite>";
    assertThatThrownBy(() -> parse(many)).isInstanceOf(JunitReport.InvalidReportException.class);
    String longName = "<testsuite><testcase name='%s'/></testsuite>".formatted("n".repeat(1025));
    assertThatThrownBy(() -> parse(longName))
        .isInstanceOf(JunitReport.InvalidReportException.class);
  }

  @Test
  void refusesDamagedReportsInNoOtherWay() {
    Random random = new Random(20_260_101);
    byte[] good = REPORT.getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        JunitReport.parse(bad);
      } catch (JunitReport.InvalidReportException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static JunitReport parse(String xml) {
    return JunitReport.parse(xml.getBytes(UTF_8));
  }
}
