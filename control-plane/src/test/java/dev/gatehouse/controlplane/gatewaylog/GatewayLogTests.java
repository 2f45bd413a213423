package dev.gatehouse.controlplane.gatewaylog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayLogTests {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123456789Z");
  private static final Digest DIGEST = Digest.of("x".getBytes(UTF_8));
  private static final GitId COMMIT = GitId.ofBlob("x".getBytes(UTF_8));
  private static final GatewayLogEntry.MergeIntended.Target MAIN =
      new GatewayLogEntry.MergeIntended.Target("main", COMMIT);
  private static final List<GatewayLogEntry> EVERY_KIND =
      List.of(
          new GatewayLogEntry.IdentityAdded(AT, "gateway", new Identity.Operator("ada"), DIGEST),
          new GatewayLogEntry.IdentityAdded(
              AT,
              "ada",
              new Identity.Agent(
                  "bot", new TreeSet<>(List.of("r2", "r1")), new TreeSet<>(List.of("p")), 3),
              DIGEST),
          new GatewayLogEntry.RepositoryRegistered(AT, "ada", "r1", Path.of("/srv/r1")),
          new GatewayLogEntry.ProfileDerived(
              AT, "ada", "p2", Json.object().put("name", "p2").build()),
          new GatewayLogEntry.MergeIntended(
              AT, "ada", "run-1", DIGEST, "main-2", COMMIT, Optional.of(MAIN), true),
          new GatewayLogEntry.MergeIntended(
              AT, "ada", "run-1", DIGEST, "main-2", COMMIT, Optional.empty(), false),
          new GatewayLogEntry.Merged(AT, "ada", "run-1", DIGEST, "main-2", COMMIT),
          new GatewayLogEntry.MergeAborted(AT, "gateway", "run-1", DIGEST, "main-2", COMMIT),
          new GatewayLogEntry.IdentityDisabled(AT, "ada", "bot"),
          new GatewayLogEntry.LogAccepted(
              AT, "gateway", "GATEWAY_LOG_SHORTENED", "lines are gone"));

  @TempDir Path data;
  private Path file;

  @BeforeEach
  void place() {
    file = data.resolve("gateway.jsonl");
  }

  @Test
  void bringsEveryKindOfEntryBack() throws Exception {
    try (GatewayLog log = SignedLog.open(data)) {
      EVERY_KIND.forEach(log::append);
    }
    try (GatewayLog log = SignedLog.open(data)) {
      assertThat(log.entries()).extracting(GatewayLog.Recorded::entry).isEqualTo(EVERY_KIND);
    }
  }

  @Test
  void isReadByItsOwnerAlone() throws Exception {
    fill();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesAChangedLine() throws Exception {
    fill();
    String changed = Files.readString(file).replace("/srv/r1", "/srv/rX");
    Files.writeString(file, changed);
    assertThatThrownBy(() -> SignedLog.open(data)).isInstanceOf(GatewayLogException.class);
    assertThat(Files.readString(file)).isEqualTo(changed);
  }

  @Test
  void refusesAnInsertedAndARemovedLine() throws Exception {
    fill();
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), lines.get(0), lines.get(1)));
    assertThatThrownBy(() -> SignedLog.open(data)).isInstanceOf(GatewayLogException.class);
    Files.write(file, List.of(lines.get(0), lines.get(2)));
    assertThatThrownBy(() -> SignedLog.open(data)).isInstanceOf(GatewayLogException.class);
  }

  @Test
  void keepsHalfALineApartAndGoesOn() throws Exception {
    fill();
    Files.writeString(file, "{\"at\":\"2026", StandardOpenOption.APPEND);
    try (GatewayLog log = SignedLog.open(data)) {
      assertThat(log.entries()).hasSameSizeAs(EVERY_KIND);
      log.append(EVERY_KIND.get(0));
    }
    try (GatewayLog log = SignedLog.open(data)) {
      assertThat(log.entries()).hasSize(EVERY_KIND.size() + 1);
    }
    try (Stream<Path> names = Files.list(data)) {
      assertThat(names.filter(name -> name.toString().contains("torn")).toList())
          .singleElement()
          .satisfies(torn -> assertThat(torn).hasContent("{\"at\":\"2026"));
    }
  }

  @Test
  void givesANameOnce() throws Exception {
    try (GatewayLog log = SignedLog.open(data)) {
      RepositoryRegistry repositories = new RepositoryRegistry(log, InstantSource.fixed(AT));
      repositories.register(new Identifier("r"), Path.of("/srv/r"), "ada");
      assertThatThrownBy(
              () -> repositories.register(new Identifier("r"), Path.of("/srv/other"), "ada"))
          .isInstanceOf(NameTakenException.class);
      assertThat(repositories.find("r").orElseThrow().origin()).isEqualTo(Path.of("/srv/r"));
      DerivedProfiles profiles = new DerivedProfiles(log, InstantSource.fixed(AT));
      Json.Obj profile = Json.object().put("name", "p").build();
      profiles.derive(new Identifier("p"), profile, "ada");
      profiles.derive(new Identifier("p"), profile, "ada");
      assertThatThrownBy(() ->
              profiles.derive(new Identifier("p"), Json.object().put("name", "q").build(), "ada"))
          .isInstanceOf(NameTakenException.class);
      assertThat(log.entries()).hasSize(2);
    }
  }

  @Test
  void remembersAMergeThatWasNotFinished() throws Exception {
    try (GatewayLog log = SignedLog.open(data)) {
      MergeLog merges = new MergeLog(log, InstantSource.fixed(AT));
      merges.intend("run-1", DIGEST, "result", COMMIT, MAIN, false, "ada");
    }
    try (GatewayLog log = SignedLog.open(data)) {
      MergeLog merges = new MergeLog(log, InstantSource.fixed(AT));
      assertThat(merges.unfinished()).hasSize(1);
      merges.done(merges.intentOf("run-1").orElseThrow());
      assertThat(merges.unfinished()).isEmpty();
      assertThat(merges.of("run-1").orElseThrow().branch()).isEqualTo("result");
    }
  }

  private void fill() throws Exception {
    try (GatewayLog log = SignedLog.open(data)) {
      EVERY_KIND.forEach(log::append);
    }
  }
}
