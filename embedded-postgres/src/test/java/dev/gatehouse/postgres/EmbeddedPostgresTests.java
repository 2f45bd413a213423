package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTests {
  @TempDir static Path temp;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    postgres = EmbeddedPostgres.start(temp.resolve("postgres"), new SecureRandom());
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void isDurableAndAsksForAPassword() throws Exception {
    assertThat(ask("SHOW fsync")).isEqualTo("on");
    assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(ask("SHOW data_checksums")).isEqualTo("on");
    assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(temp.resolve("postgres/cluster/postmaster.opts"))
        .content()
        .contains("\"unix_socket_directories=\"");
    assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), "gatehouse", "another"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    assertThat(PosixFilePermissions.toString(permissions("password"))).isEqualTo("rw-------");
  }

  @Test
  void runsAsAUserOfItsOwnUnderRoot() throws Exception {
    Postmaster server = server().orElseThrow();
    PostgresUser user = PostgresUser.ofThisProcess();
    assertThat(Files.getAttribute(Path.of("/proc/" + server.process().pid()), "unix:uid"))
        .isEqualTo(user.uid());
    assertThat(user.uid()).isNotZero();
    try (Stream<Path> files = Files.walk(temp.resolve("postgres/cluster"))) {
      assertThat(files)
          .allSatisfy(
              file -> assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(user.uid()));
    }
  }

  @Test
  void comesBackWithItsRowsAfterItsServerWasKilled() throws Exception {
    run("CREATE TABLE killed (n int); INSERT INTO killed VALUES (7)");
    server().orElseThrow().process().destroyForcibly();
    while (server().isPresent()) {
      Thread.onSpinWait();
    }
    String before = postgres.url();
    postgres.restart();
    assertThat(postgres.url()).isEqualTo(before);
    assertThat(ask("SELECT n FROM killed")).isEqualTo("7");
  }

  @Test
  void stopsTheServerThatAKilledGatewayLeft() throws Exception {
    run("CREATE TABLE left_over (n int); INSERT INTO left_over VALUES (8)");
    long left = server().orElseThrow().process().pid();
    String url = postgres.url();
    postgres = EmbeddedPostgres.start(temp.resolve("postgres"), new SecureRandom());
    assertThat(server().orElseThrow().process().pid()).isNotEqualTo(left);
    assertThat(postgres.url()).isEqualTo(url);
    assertThat(ask("SELECT n FROM left_over")).isEqualTo("8");
  }

  @Test
  void doesNotTakeAStrangersProcessForItsServer() throws Exception {
    postgres.close();
    Path pidFile = temp.resolve("postgres/cluster/postmaster.pid");
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
    assertThat(server()).isEmpty();
    Files.delete(pidFile);
    postgres.restart();
    assertThat(server()).isPresent();
  }

  @Test
  void namesTheDirectoryThatItsUserCannotReach() throws Exception {
    PostgresUser user = new PostgresUser(65_531, true);
    Path shut = Files.createDirectory(temp.resolve("shut"));
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(() -> user.requireReach(shut))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining(shut.toString());
  }

  private static Optional<Postmaster> server() throws IOException {
    return Postmaster.of(temp.resolve("postgres/cluster"));
  }

  private static Set<PosixFilePermission> permissions(String name) throws Exception {
    return Files.getPosixFilePermissions(temp.resolve("postgres").resolve(name));
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(postgres.url(), postgres.credentials());
  }
}
