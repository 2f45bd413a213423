package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the gateway's password has the gateway's tables, and not the machine. */
class GatewayRoleTests {
  /** What a superuser may do to the machine, to other databases, or to the server itself. */
  private static final List<String> BEYOND =
      List.of(
          "COPY loot FROM PROGRAM 'id'",
          "COPY loot TO PROGRAM 'cat > /dev/null'",
          "COPY loot FROM '/etc/passwd'",
          "COPY loot TO '/tmp/gatehouse-test-loot'",
          "SELECT pg_read_file('/etc/passwd')",
          "SELECT pg_read_binary_file('/etc/passwd')",
          "SELECT pg_ls_dir('/')",
          "SELECT lo_import('/etc/passwd')",
          "SELECT lo_export(lo_create(0), '/tmp/gatehouse-test-loot')",
          "ALTER SYSTEM SET archive_command = 'id'",
          "CREATE DATABASE another",
          "CREATE ROLE another",
          "ALTER ROLE CURRENT_USER SUPERUSER",
          "GRANT pg_execute_server_program TO CURRENT_USER",
          "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc.so.6', 'system'",
          "SELECT rolpassword FROM pg_authid",
          "SELECT pg_reload_conf()",
          "LOAD 'dblink'");

  @TempDir Path temp;

  @BeforeEach
  void open() throws Exception {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void theGatewaysPasswordReachesNoProgramAndNoFile() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, new SecureRandom());
        Connection gateway = connect(postgres)) {
      execute(gateway, "CREATE TABLE loot (line text)");
      assertThat(
              ask(
                  gateway,
                  "SELECT concat_ws(' ', rolsuper, rolcreatedb, rolcreaterole, rolreplication,"
                      + " rolbypassrls) FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f f f f f");
      for (String statement : BEYOND) {
        assertThatThrownBy(() -> execute(gateway, statement))
            .as(statement)
            .isInstanceOf(SQLException.class)
            .satisfies(refused ->
                assertThat(((SQLException) refused).getSQLState())
                    .as(statement + ": " + refused.getMessage())
                    .isIn("42501", "58P01"));
      }
      assertThat(Path.of("/tmp/gatehouse-test-loot")).doesNotExist();
    }
  }

  @Test
  void aSuperusersPasswordWouldHaveReachedBoth() throws Exception {
    try (SuperuserPostgres twin = SuperuserPostgres.start(temp);
        Connection superuser = twin.connect()) {
      execute(superuser, "CREATE TABLE loot (line text)");
      execute(superuser, "COPY loot FROM PROGRAM 'id'");
      assertThat(ask(superuser, "SELECT line FROM loot")).contains("uid=");
      assertThat(ask(superuser, "SELECT pg_read_file('/etc/passwd')")).contains("root:");
    }
  }

  @Test
  void nobodyLogsInAsTheSuperuser() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, new SecureRandom())) {
      String password = postgres.credentials().getProperty("password");
      for (String attempt : List.of(password, "", "gatehouse")) {
        assertThatThrownBy(() ->
                DriverManager.getConnection(postgres.url(), PostgresCluster.SUPERUSER, attempt))
            .isInstanceOf(SQLException.class);
      }
      assertThat(Files.readString(temp.resolve("last-command.log"))).doesNotContain(password);
      try (var logs = Files.list(temp.resolve("log"))) {
        for (Path log : logs.toList()) {
          assertThat(Files.readString(log)).doesNotContain(password);
        }
      }
    }
  }

  @Test
  void aClusterOfTheFirstVersionKeepsItsRowsAndLosesItsPower() throws Exception {
    try (SuperuserPostgres old = SuperuserPostgres.start(temp);
        Connection superuser = old.connect()) {
      execute(superuser, "CREATE TABLE repositories (name text PRIMARY KEY, origin text)");
      execute(superuser, "CREATE VIEW origins AS SELECT origin FROM repositories");
      execute(
          superuser,
          "CREATE TABLE findings (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text)");
      execute(superuser, "INSERT INTO repositories VALUES ('r', '/srv/r')");
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, new SecureRandom());
        Connection gateway = connect(postgres)) {
      assertThat(ask(gateway, "SELECT origin FROM origins")).isEqualTo("/srv/r");
      execute(gateway, "ALTER TABLE repositories ADD COLUMN later text");
      execute(gateway, "TRUNCATE repositories");
      execute(gateway, "INSERT INTO findings (code) VALUES ('c')");
      assertThatThrownBy(() -> execute(gateway, "COPY repositories TO PROGRAM 'cat'"))
          .isInstanceOf(SQLException.class);
      String password = postgres.credentials().getProperty("password");
      assertThatThrownBy(() ->
              DriverManager.getConnection(postgres.url(), PostgresCluster.SUPERUSER, password))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aServerThatHangsIsKilledAndRecovers() throws Exception {
    EmbeddedPostgres hanging = EmbeddedPostgres.start(temp, new SecureRandom());
    try (Connection gateway = connect(hanging)) {
      execute(gateway, "CREATE TABLE kept (n int)");
      execute(gateway, "INSERT INTO kept VALUES (7)");
    }
    Optional<Postmaster> left = Postmaster.of(temp.resolve("cluster"));
    ProcessHandle process = left.orElseThrow().process();
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();

    try (EmbeddedPostgres anew =
            EmbeddedPostgres.start(temp, new SecureRandom(), Duration.ofSeconds(2));
        Connection gateway = connect(anew)) {
      assertThat(process.isAlive()).isFalse();
      assertThat(ask(gateway, "SELECT n FROM kept")).isEqualTo("7");
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.url(), postgres.credentials());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
