package dev.gatehouse.controlplane.identities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.gatewaylog.NameTakenException;
import dev.gatehouse.controlplane.gatewaylog.SignedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTests {
  private static final Identity AGENT =
      new Identity.Agent("bot", new TreeSet<>(), new TreeSet<>(), 1);

  @TempDir Path data;
  private GatewayLog log;

  @BeforeEach
  void open() {
    log = SignedLog.open(data);
  }

  @AfterEach
  void close() throws Exception {
    log.close();
  }

  @Test
  void knowsATokenByItsDigestAlone() throws Exception {
    Token token = identities().add(AGENT, "operator");
    assertThat(Files.readString(data.resolve("gateway.jsonl")))
        .contains(token.sha256().hex())
        .doesNotContain(token.text());
    assertThat(token.toString()).doesNotContain(token.text().substring(4));
    assertThat(identities().authenticate(token.text())).contains(AGENT);
  }

  @Test
  void refusesEveryOtherText() {
    Token token = identities().add(AGENT, "operator");
    String text = token.text();
    String last = text.endsWith("A") ? "B" : "A";
    assertThat(identities().authenticate("")).isEmpty();
    assertThat(identities().authenticate(text + " ")).isEmpty();
    assertThat(identities().authenticate(text.substring(0, text.length() - 1) + last)).isEmpty();
    assertThat(identities().authenticate(text.replace("gha_", "gho_"))).isEmpty();
    assertThat(identities().authenticate(token.sha256().hex())).isEmpty();
  }

  @Test
  void refusesADisabledIdentityAlsoAfterARestart() throws Exception {
    Token token = identities().add(AGENT, "operator");
    Identities identities = identities();
    identities.disable("bot", "operator");
    assertThat(identities.authenticate(token.text())).isEmpty();
    log.close();
    log = SignedLog.open(data);
    assertThat(identities().authenticate(token.text())).isEmpty();
    assertThatThrownBy(() -> identities().add(AGENT, "operator"))
        .isInstanceOf(NameTakenException.class);
  }

  @Test
  void makesTheFirstOperatorOnce() throws Exception {
    Path file = data.resolve("operator.token");
    FirstOperator.ensure(identities(), file);
    String token = Files.readString(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(identities().authenticate(token)).contains(new Identity.Operator("operator"));
    Files.delete(file);
    FirstOperator.ensure(identities(), file);
    assertThat(file).doesNotExist();
  }

  private Identities identities() {
    return new Identities(log, InstantSource.fixed(Instant.EPOCH), new Random(7));
  }
}
