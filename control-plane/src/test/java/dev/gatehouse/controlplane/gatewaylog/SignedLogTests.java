package dev.gatehouse.controlplane.gatewaylog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.check.GatewayLogCheck;
import dev.gatehouse.evidence.check.GatewayLogCheck.Problem;
import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.evidence.journal.GatewayLogLines;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.keys.SigningKeys;
import dev.gatehouse.evidence.keys.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing in the gateway log counts that the gateway did not sign, and nothing signed goes. */
class SignedLogTests {
  @TempDir Path data;
  private Path log;
  private Path checkpoint;
  private Path next;
  private int names;

  @BeforeEach
  void place() {
    log = data.resolve("gateway.jsonl");
    checkpoint = data.resolve("gateway.checkpoint");
    next = data.resolve("gateway.checkpoint.next");
  }

  @Test
  void everyAppendIsSignedBeforeItIsAcknowledged() throws Exception {
    try (GatewayLog open = SignedLog.open(data)) {
      for (int i = 1; i <= 4; i++) {
        open.append(operator(i));
        assertThat(Files.readAllLines(checkpoint).get(1)).isEqualTo(Integer.toString(i));
        assertThat(check()).isEmpty();
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(checkpoint)))
        .isEqualTo("rw-------");
    assertThat(trust().gatewayLogs())
        .containsExactly(Files.readAllLines(checkpoint).getFirst())
        .allMatch(origin -> origin.startsWith("gatehouse.dev/gateway/"));
  }

  @Test
  void whoeverCutsTheLastLinesIsFoundAtTheStartAndOffline() throws Exception {
    fill(3);
    cut(1);
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_SHORTENED);
    assertThat(check()).containsExactly(GatewayLogCheck.Code.LOG_SHORTER);
    cut(1);
    cut(1);
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_SHORTENED);
    Files.delete(log);
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_SHORTENED);
  }

  @Test
  void aLineThatNobodySignedIsNotTakenThoughItChains() throws Exception {
    fill(3);
    String lines = Files.readString(log);
    forge();
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_UNSIGNED);
    assertThat(check()).containsExactly(GatewayLogCheck.Code.LOG_LINES_UNSIGNED);
    Files.writeString(log, lines);
    SignedLog.open(data).close();
  }

  @Test
  void anotherHistoryOfTheSameLengthIsFound() throws Exception {
    fill(3);
    cut(1);
    forge();
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_DIFFERS);
    assertThat(check()).containsExactly(GatewayLogCheck.Code.LOG_DIFFERS);
  }

  @Test
  void aCheckpointThatIsGoneOrForgedIsRefused() throws Exception {
    fill(3);
    byte[] good = Files.readAllBytes(checkpoint);
    Files.delete(checkpoint);
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_UNSIGNED);
    assertThat(check()).containsExactly(GatewayLogCheck.Code.LOG_CHECKPOINT_MISSING);
    Files.writeString(checkpoint, new String(good, UTF_8).replaceFirst("\n3\n", "\n2\n"));
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_UNSIGNED);
    assertThat(check()).containsExactly(GatewayLogCheck.Code.LOG_CHECKPOINT_UNTRUSTED);
    Files.writeString(checkpoint, "");
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_UNSIGNED);
    Files.write(checkpoint, good);
    SignedLog.open(data).close();
  }

  @Test
  void anOlderStateOfLogAndCheckpointIsFoundByWhoeverKeptACheckpoint() throws Exception {
    fill(2);
    byte[] oldLog = Files.readAllBytes(log);
    byte[] oldCheckpoint = Files.readAllBytes(checkpoint);
    fill(1);
    Path kept = Files.copy(checkpoint, data.resolve("kept"));
    assertThat(check(kept)).isEmpty();
    fill(2);
    assertThat(check(kept)).isEmpty();

    Files.write(log, oldLog);
    Files.write(checkpoint, oldCheckpoint);
    assertThat(check()).isEmpty();
    assertThat(check(kept)).containsExactly(GatewayLogCheck.Code.LOG_SHORTER);
    fill(4);
    assertThat(check(kept)).containsExactly(GatewayLogCheck.Code.LOG_DIFFERS);
  }

  @Test
  void aCrashBetweenSignatureAndLineOrLineAndCheckpointIsNone() throws Exception {
    fill(2);
    byte[] twoLines = Files.readAllBytes(log);
    byte[] two = Files.readAllBytes(checkpoint);
    fill(1);
    byte[] threeLines = Files.readAllBytes(log);
    byte[] three = Files.readAllBytes(checkpoint);

    // Announced, not written; half of it written.
    for (byte[] tail : List.of(new byte[0], "{\"at\":".getBytes(UTF_8))) {
      Files.write(log, twoLines);
      Files.write(log, tail, java.nio.file.StandardOpenOption.APPEND);
      Files.write(checkpoint, two);
      Files.write(next, three);
      try (GatewayLog open = SignedLog.open(data)) {
        assertThat(open.entries()).hasSize(2);
      }
      assertThat(next).doesNotExist();
    }
    // Written, and its checkpoint not in its place yet.
    Files.write(log, threeLines);
    Files.write(checkpoint, two);
    Files.write(next, three);
    try (GatewayLog open = SignedLog.open(data)) {
      assertThat(open.entries()).hasSize(3);
    }
    assertThat(checkpoint).hasBinaryContent(three);
    assertThat(check()).isEmpty();
  }

  @Test
  void aCrashBeforeTheVeryFirstLineIsNone() throws Exception {
    fill(1);
    Files.move(checkpoint, next);
    Files.write(log, new byte[0]);
    try (GatewayLog open = SignedLog.open(data)) {
      assertThat(open.entries()).isEmpty();
      open.append(operator(1));
    }
    assertThat(check()).isEmpty();
  }

  @Test
  void aLogOfAnOlderVersionIsSignedAsItIs() throws Exception {
    fill(3);
    Files.delete(checkpoint);
    Files.delete(data.resolve("keys/trust.json"));
    SigningKeys fresh = SigningKeys.loadOrCreate(data.resolve("other"));
    for (String name : List.of("envelope.p8", "checkpoint.p8", "trust.json")) {
      Files.deleteIfExists(data.resolve("keys").resolve(name));
      Files.copy(data.resolve("other").resolve(name), data.resolve("keys").resolve(name));
    }
    assertThat(fresh.trust().gatewayLogs()).isEmpty();

    SignedLog.open(data).close();
    assertThat(check()).isEmpty();
    cut(1);
    assertThat(refused()).isEqualTo(ApiErrorCode.GATEWAY_LOG_SHORTENED);
  }

  @Test
  void anOperatorsWordTakesExactlyThisLogAndIsWrittenDown() throws Exception {
    fill(3);
    cut(1);
    GatewayLogException broken =
        catchThrowableOfType(GatewayLogException.class, () -> SignedLog.open(data));
    String head = GatewayLogLines.read(log).head().hex();
    assertThat(broken.next()).contains("--gatehouse.accept-gateway-log=" + head);
    assertThatThrownBy(() -> SignedLog.open(data, "0".repeat(64)))
        .isInstanceOf(GatewayLogException.class);

    try (GatewayLog open = SignedLog.open(data, head)) {
      assertThat(open.entries()).hasSize(3);
      assertThat(open.entries().getLast().entry())
          .isInstanceOfSatisfying(
              GatewayLogEntry.LogAccepted.class,
              accepted -> assertThat(accepted.code()).isEqualTo("GATEWAY_LOG_SHORTENED"));
    }
    assertThat(check()).isEmpty();
    cut(1);
    assertThatThrownBy(() -> SignedLog.open(data, "")).isInstanceOf(GatewayLogException.class);
  }

  @Test
  void whatCannotBeSignedIsNotWritten() throws Exception {
    try (GatewayLog open = SignedLog.open(data)) {
      open.append(operator(1));
      Files.createDirectories(data.resolve("gateway.checkpoint.next.new/x"));
      assertThatThrownBy(() -> open.append(operator(2))).isInstanceOf(GatewayLogException.class);
      assertThatThrownBy(() -> open.append(operator(3))).isInstanceOf(GatewayLogException.class);
      assertThat(open.entries()).hasSize(1);
    }
    assertThat(Files.readAllLines(log)).hasSize(1);
    Files.delete(data.resolve("gateway.checkpoint.next.new/x"));
    try (GatewayLog open = SignedLog.open(data)) {
      assertThat(open.entries()).hasSize(1);
    }
  }

  @Test
  void aLogThatCouldNotBeWrittenGoesOnAsSoonAsItCan() throws Exception {
    Path inTheWay = data.resolve("gateway.checkpoint.next.new/x");
    try (GatewayLog open = SignedLog.open(data)) {
      open.append(operator(1));
      Files.createDirectories(inTheWay);
      assertThatThrownBy(() -> open.append(operator(2))).isInstanceOf(GatewayLogException.class);
      Files.delete(inTheWay);
      assertThat(open.append(operator(3))).isEqualTo(1);
      assertThat(open.entries()).hasSize(2);
    }
    assertThat(check()).isEmpty();
    try (GatewayLog open = SignedLog.open(data)) {
      assertThat(open.entries()).extracting(GatewayLog.Recorded::entry).contains(operator(3));
    }
  }

  @Test
  void aLineThatCountsOnlyAfterItsCallFailedEndsTheCallThatFindsIt() throws Exception {
    List<GatewayLogEntry> seen = new ArrayList<>();
    try (GatewayLog open = SignedLog.open(data)) {
      open.follow(recorded -> seen.add(recorded.entry()));
      Files.createDirectories(checkpoint.resolve("x"));
      assertThatThrownBy(() -> open.append(operator(1))).isInstanceOf(GatewayLogException.class);
      assertThat(seen).isEmpty();
      Files.delete(checkpoint.resolve("x"));
      Files.delete(checkpoint);
      assertThatThrownBy(() -> open.append(operator(2))).isInstanceOf(GatewayLogException.class);
      assertThat(seen).containsExactly(operator(1));
      open.append(operator(2));
      assertThat(seen).containsExactly(operator(1), operator(2));
    }
    assertThat(check()).isEmpty();
  }

  @Test
  void aLogThatWasChangedMeanwhileIsNotOpenedAgain() throws Exception {
    Path inTheWay = data.resolve("gateway.checkpoint.next.new/x");
    try (GatewayLog open = SignedLog.open(data)) {
      open.append(operator(1));
      open.append(operator(2));
      Files.createDirectories(inTheWay);
      cut(1);
      assertThatThrownBy(() -> open.append(operator(3))).isInstanceOf(GatewayLogException.class);
      Files.delete(inTheWay);
      assertThatThrownBy(() -> open.append(operator(3)))
          .isInstanceOfSatisfying(
              GatewayLogException.class,
              broken -> assertThat(broken.code()).isEqualTo(ApiErrorCode.GATEWAY_LOG_DIFFERS));
    }
  }

  private static GatewayLogEntry operator(int i) {
    return new GatewayLogEntry.IdentityAdded(
        Instant.parse("2026-11-20T10:00:00Z"),
        "gateway",
        new GatewayLogEntry.Identity.Operator("o" + i),
        Digest.of(new byte[] {(byte) i}));
  }

  private void fill(int entries) throws IOException {
    try (GatewayLog open = SignedLog.open(data)) {
      for (int i = 0; i < entries; i++) {
        open.append(operator(names++));
      }
    }
  }

  private void cut(int lines) throws IOException {
    List<String> all = Files.readAllLines(log);
    Files.write(log, all.subList(0, all.size() - lines));
  }

  /** Adds an operator of the attacker's own, well chained. */
  private void forge() throws IOException {
    GatewayLogLines lines = GatewayLogLines.read(log);
    byte[] line =
        new HashChain(lines.lines().size(), lines.head())
            .line(GatewayLogEntryCodec.write(operator(66)));
    Files.writeString(log, new String(line, UTF_8) + "\n", java.nio.file.StandardOpenOption.APPEND);
  }

  private ErrorCode refused() {
    return catchThrowableOfType(GatewayLogException.class, () -> SignedLog.open(data)).code();
  }

  private TrustStore trust() {
    return TrustStore.read(data.resolve("keys/trust.json"));
  }

  private List<GatewayLogCheck.Code> check(Path... kept) throws IOException {
    return GatewayLogCheck.check(log, List.of(kept), trust()).problems().stream()
        .map(Problem::code)
        .toList();
  }
}
