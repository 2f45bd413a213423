package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/**
 * The messages that the judge's plug-in sends in one session; each line is a message of its own.
 */
public final class JudgeMessages {
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final String nonce;
  private int process = 7;
  private long next;
  private int items;

  /** A session that took that nonce of the step, and has begun. */
  public JudgeMessages(JudgeKey key, int session) {
    nonce = key.nonces().get(session);
    line(Json.object().put("k", "begin"));
  }

  /** A whole and honest session with these tests. */
  public static byte[] whole(JudgeKey key, List<JudgeSession.Test> tests) {
    return new JudgeMessages(key, 0).honest(tests).end().bytes();
  }

  /** These tests, between honest sentinels. */
  public JudgeMessages honest(List<JudgeSession.Test> tests) {
    tests.forEach(test -> item(test.id()));
    sentinels(0, TestOutcome.PASSED, TestOutcome.FAILED);
    for (int i = 0; i < tests.size(); i++) {
      if (tests.get(i).outcome() != TestOutcome.NOTRUN) {
        result(i, tests.get(i).outcome());
      }
    }
    return sentinels(1, TestOutcome.PASSED, TestOutcome.FAILED);
  }

  /** A test that was collected. */
  public JudgeMessages item(String id) {
    line(Json.object().put("k", "item").put("i", items).put("id", id));
    items++;
    return this;
  }

  /** What became of a test. */
  public JudgeMessages result(long number, TestOutcome outcome) {
    return line(Json.object().put("k", "result").put("i", number).put("outcome", outcome.text()));
  }

  /** A plug-in of the workspace. */
  public JudgeMessages plugin(JudgeSession.Plugin plugin) {
    return line(
        Json.object().put("k", "plugin").put("file", plugin.file()).put("sha256", plugin.sha256()));
  }

  /** A collector that did not do well. */
  public JudgeMessages collector(String id, TestOutcome outcome) {
    return line(Json.object().put("k", "collect").put("id", id).put("outcome", outcome.text()));
  }

  /** Both sentinels of a place. */
  public JudgeMessages sentinels(long place, TestOutcome first, TestOutcome second) {
    sentinel(place, true, first);
    return sentinel(place, false, second);
  }

  private JudgeMessages sentinel(long place, boolean passes, TestOutcome outcome) {
    return line(
        Json.object()
            .put("k", "sentinel")
            .put("name", JudgeKey.sentinel(nonce, passes, place))
            .put("place", place)
            .put("outcome", outcome.text()));
  }

  /** The session's end. */
  public JudgeMessages end() {
    return end(true, HexFormat.of().formatHex(Digest.sha256().digest(lines.toByteArray())));
  }

  /** An end that says something of its own. */
  public JudgeMessages end(boolean ran, String sha256) {
    return line(
        Json.object()
            .put("k", "end")
            .put("exit", 0)
            .put("items", items)
            .put("ran", ran)
            .put("sha256", sha256));
  }

  /** What follows is written by another process. */
  public JudgeMessages by(int other) {
    process = other;
    return this;
  }

  /** What follows leaves out so many lines. */
  public JudgeMessages without(int left) {
    next += left;
    return this;
  }

  /** One line. */
  public JudgeMessages line(Json.Builder members) {
    byte[] line =
        (members.put("n", nonce).put("s", next).build().canonicalText() + "\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    next++;
    lines.writeBytes(line);
    messages.writeBytes(message(process, line));
    return this;
  }

  /** One message of that process. */
  public static byte[] message(int process, byte[] text) {
    return ByteBuffer.allocate(8 + text.length)
        .putInt(process)
        .putInt(text.length)
        .put(text)
        .array();
  }

  /** All messages. */
  public byte[] bytes() {
    return messages.toByteArray();
  }
}
