package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no gateway writes are refused as such, and never in another way. */
class HostileBytesTests {
  private static final Digest GENESIS = Digest.of(new byte[0]);

  @TempDir Path directory;

  static Stream<byte[]> hostile() {
    return Stream.of(
            "",
            "\0",
            "{",
            "}",
            "null",
            "[]",
            "{\"a\":null}",
            "{\"a\":1.5}",
            "{\"a\":1e400}",
            "{\"a\":-0}",
            "{\"a\":01}",
            "{\"a\":9007199254740992}",
            "{\"a\":" + "9".repeat(100_000) + "}",
            "{\"a\":1,\"a\":1}",
            "{\"\\u0061\":1,\"a\":1}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\u0000\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":NaN}",
            "{\"a\":true}{}",
            "\ufeff{\"a\":1}",
            " {\"a\":1}",
            "{\"a\":\"\u00e9" + "\u00ff".repeat(10),
            "{\"a\":" + "[".repeat(65) + "]".repeat(65) + "}",
            "[".repeat(1_000_000),
            "{\"a\":".repeat(200_000),
            "{\"a\":\"" + "x".repeat(1 << 20))
        .map(text -> text.getBytes(text.indexOf('\u00ff') >= 0 ? ISO_8859_1 : UTF_8));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void jsonIsRefused(byte[] bytes) {
    assertThatThrownBy(() -> StrictJson.readCanonical(bytes))
        .isInstanceOf(JsonFormatException.class);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aRecoveryCutsItOffAndKeepsIt(byte[] bytes) throws IOException {
    byte[] line = HashChain.from(GENESIS).line(StrictJson.read("{}".getBytes(UTF_8)));
    Path file = directory.resolve("journal.jsonl");
    Files.write(file, line);
    Files.writeString(file, "\n", java.nio.file.StandardOpenOption.APPEND);
    Files.write(file, bytes, java.nio.file.StandardOpenOption.APPEND);
    long[] kept = new long[1];

    try (JournalFile journal =
        JournalFile.recover(
            DurableFs.local(),
            file,
            GENESIS,
            (read, members) -> {},
            tail -> kept[0] = tail.size())) {
      assertThat(journal.chain().next()).isEqualTo(1);
      assertThat(kept[0]).isEqualTo(bytes.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventWithMembersOfOtherTypesIsRefused(FormatVersion format) {
    List<String> kinds =
        List.of(
            "run.begin",
            "lease.taken",
            "call.intent",
            "call.outcome",
            "call.refused",
            "call.confirmed",
            "call.aborted",
            "approval.requested",
            "approval.settled",
            "run.submitted",
            "run.end",
            "other");
    for (String kind : kinds) {
      for (String value : List.of("1", "true", "{}", "[]", "[{}]", "[\"%\"]", "\"\\u0000\"")) {
        StringBuilder line = new StringBuilder("{\"at\":\"2026-03-01T10:00:00Z\"");
        for (String member :
            List.of(
                "agent",
                "fence",
                "callId",
                "actor",
                "op",
                "request",
                "requestRef",
                "requestSha256",
                "decision",
                "isolation",
                "status",
                "answer",
                "paths",
                "contents",
                "code",
                "reason",
                "agrees",
                "detail",
                "approval",
                "approvalId",
                "state",
                "by",
                "comment",
                "proposalSha256")) {
          line.append(",\"").append(member).append("\":").append(value);
        }
        byte[] bytes = line.append(",\"kind\":\"" + kind + "\"}").toString().getBytes(UTF_8);
        try {
          EventCodec.read(format, StrictJson.read(bytes));
        } catch (JsonFormatException e) {
          assertThat(e).hasMessageMatching("(?s).+");
        }
      }
    }
  }
}
