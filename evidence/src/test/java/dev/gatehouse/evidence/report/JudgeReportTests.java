package dev.gatehouse.evidence.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.report.BaseReport.BaseStep;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgeReportTests {
  private static final JudgeKey KEY = new JudgeKey("ab".repeat(32));
  private static final JudgeKey OTHER = new JudgeKey("cd".repeat(32));
  private static final JudgeSession.Plugin PLUGIN =
      new JudgeSession.Plugin("tools/plug.py", "ab".repeat(32));
  private static final List<JudgeSession.Test> TESTS =
      List.of(
          new JudgeSession.Test("t.py::a", TestOutcome.PASSED),
          new JudgeSession.Test("t.py::b[é-1]", TestOutcome.XFAILED),
          new JudgeSession.Test("t.py::c", TestOutcome.NOTRUN));

  @Test
  void aWholeSessionIsRead() {
    JudgeReport report = JudgeReport.read(JudgeMessages.whole(KEY, TESTS), KEY);

    assertThat(report.isWhole()).isTrue();
    assertThat(report.ran()).isTrue();
    assertThat(report.tests()).isEqualTo(TESTS);
  }

  @Test
  void sessionsMayBeWrittenAtOnce() {
    byte[] first = JudgeMessages.whole(KEY, TESTS);
    byte[] second = new JudgeMessages(KEY, 1).by(8).bytes();
    int cut = new JudgeMessages(KEY, 0).bytes().length;

    JudgeReport report =
        JudgeReport.read(
            joined(Arrays.copyOf(first, cut), second, Arrays.copyOfRange(first, cut, first.length)),
            KEY);

    assertThat(report.sessions()).hasSize(2);
    assertThat(report.isWhole()).as("the second has no end").isFalse();
  }

  @Test
  void aSessionWithOtherSentinelsIsNotWhole() {
    byte[] messages =
        new JudgeMessages(KEY, 0)
            .sentinels(0, TestOutcome.PASSED, TestOutcome.PASSED)
            .sentinels(1, TestOutcome.PASSED, TestOutcome.FAILED)
            .end()
            .bytes();

    assertThat(JudgeReport.read(messages, KEY).isWhole()).isFalse();
  }

  @Test
  void refusesWhatNoPluginWroteAloneAndInOrder() {
    assertRefused(JudgeMessages.whole(OTHER, TESTS), "no nonce");
    assertRefused(start().by(8).honest(TESTS).end().bytes(), "another one's session");
    assertRefused(start().honest(TESTS).end().item("t.py::d").bytes(), "after the end");
    assertRefused(start().without(1).honest(TESTS).end().bytes(), "out of order");
    assertRefused(start().line(Json.object().put("k", "begin")).bytes(), "begins once");
    assertRefused(start().honest(TESTS).end(true, "0".repeat(64)).bytes(), "another digest");
    assertRefused(start().result(0, TestOutcome.PASSED).bytes(), "of no test");
    assertRefused(
        start().item("t").result(0, TestOutcome.FAILED).result(0, TestOutcome.PASSED).bytes(),
        "two results");
    assertRefused(start().line(Json.object().put("k", "verdict")).bytes(), "no known kind");
    assertRefused(joined(start().bytes(), start().bytes()), "out of order");
    assertRefused(JudgeMessages.message(7, "passed\n".getBytes(UTF_8)), "malformed");
    assertRefused(JudgeMessages.message(7, "{}".getBytes(UTF_8)), "not whole lines");
    assertRefused(new byte[] {0, 0, 0}, "cut off");
  }

  @Test
  void refusesMoreTestsThanASessionMayHave() {
    JudgeMessages many = start();
    for (int i = 0; i <= 100_000; i++) {
      many.item("t");
    }

    assertRefused(many.bytes(), "more than 100000 tests");
  }

  @Test
  void refusesMorePluginsThanASessionMayHave() {
    JudgeMessages many = start();
    for (int i = 0; i <= 100_000; i++) {
      many.plugin(new JudgeSession.Plugin("p", "0"));
    }

    assertRefused(many.bytes(), "more than 100000 plug-ins");
  }

  @Test
  void refusesDamagedMessagesInNoOtherWay() {
    byte[] good = JudgeMessages.whole(KEY, TESTS);
    int beforeTheEnd = start().honest(TESTS).bytes().length;
    Random random = new Random(20_260_102);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(beforeTheEnd)] ^= (byte) (1 << random.nextInt(8));
      try {
        JudgeReport report = JudgeReport.read(bad, KEY);
        assertThat(report.isWhole()).isFalse();
      } catch (JudgeReport.InvalidReportException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void theReportOnABaseIsReadBack() {
    BaseReport report =
        new BaseReport(
            GitId.ofBlob(new byte[0]),
            List.of(
                new BaseStep(
                    "tests",
                    true,
                    "EXITED",
                    1,
                    true,
                    TESTS,
                    TESTS,
                    List.of(PLUGIN),
                    List.of("t.py::b")),
                new BaseStep(
                    "style",
                    false,
                    "SIGNALLED",
                    137,
                    false,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of())));

    byte[] written = report.toJson().canonical();

    assertThat(BaseReport.fromJson(StrictJson.readCanonical(written))).isEqualTo(report);
  }

  @Test
  void noncesAndNamesOfSentinelsDiffer() {
    assertThat(KEY.nonces()).hasSize(JudgeKey.SESSIONS).doesNotHaveDuplicates();
    assertThat(KEY.nonces()).doesNotContainAnyElementsOf(OTHER.nonces());
    assertThat(JudgeSession.expected(KEY.nonces().getFirst()))
        .extracting(JudgeSession.Sentinel::name)
        .doesNotHaveDuplicates();
    assertThat(Digest.isHex(KEY.hex())).isTrue();
  }

  private static JudgeMessages start() {
    return new JudgeMessages(KEY, 0);
  }

  private static void assertRefused(byte[] messages, String why) {
    assertThatThrownBy(() -> JudgeReport.read(messages, KEY))
        .isInstanceOf(JudgeReport.InvalidReportException.class)
        .hasMessageContaining(why);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
