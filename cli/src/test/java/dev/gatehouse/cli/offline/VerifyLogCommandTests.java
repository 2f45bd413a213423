package dev.gatehouse.cli.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Captured;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.journal.GatewayLogLines;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.journal.MerkleTree;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class VerifyLogCommandTests {
  @TempDir Path data;
  private Path log = Path.of("");
  private Path kept = Path.of("");

  @BeforeEach
  void write() throws IOException {
    log = data.resolve("gateway.jsonl");
    kept = data.resolve("kept");
    SigningKeys keys = SigningKeys.loadOrCreate(data.resolve("keys"));
    HashChain chain = HashChain.from(GatewayLogLines.GENESIS);
    MerkleTree tree = new MerkleTree();
    StringBuilder text = new StringBuilder();
    String origin = "";
    for (int i = 0; i < 3; i++) {
      byte[] line = chain.line(Json.object().put("n", i).build());
      chain = chain.after(line);
      tree.add(line);
      text.append(new String(line, UTF_8)).append('\n');
      origin = i == 0 ? GatewayLogLines.originOf(line) : origin;
      byte[] note = new Checkpoint(origin, tree.size(), tree.root()).sign(keys.checkpoint());
      Files.write(i == 1 ? kept : data.resolve("gateway.checkpoint"), note);
    }
    Files.writeString(log, text);
    keys.signingFor(origin, data.resolve("keys"));
  }

  private Captured verify(String... more) {
    return Captured.run(
        List.of(
            "verify-log",
            log.toString(),
            "--trust",
            data.resolve("keys/trust.json").toString(),
            "--checkpoint",
            kept.toString()),
        more);
  }

  @Test
  void saysYesToALogThatContinuesWhatWasKept() {
    Captured run = verify();
    assertThat(run.out()).contains("chained and signed: 3 lines");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void findsALogThatWasCutBelowWhatWasKept() throws Exception {
    Files.write(log, Files.readAllLines(log).subList(0, 1));
    Captured run = verify();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("LOG_SHORTER").contains("kept counts 2 lines, the log has 1");
    assertThat(new JsonMapper().readTree(verify("--json").out()).path("findings").size())
        .isEqualTo(2);
  }

  @Test
  void findsACheckpointOfAnotherGateway() throws Exception {
    SigningKeys.loadOrCreate(data.resolve("other"));
    Captured run = verify("--trust", data.resolve("other/trust.json").toString());
    assertThat(run.exitCode()).isNotZero();
  }

  @Test
  void couldNotCheckWithoutALog() throws Exception {
    Files.delete(log);
    Captured run = verify();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("LOG_UNREADABLE").contains("DATA/gateway.jsonl");
  }
}
