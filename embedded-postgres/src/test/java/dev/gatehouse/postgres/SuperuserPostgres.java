package dev.gatehouse.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * A cluster as the first version made it: whoever has the password is PostgreSQL's superuser. For
 * tests that need a database of their own each, and as the twin of the guarded one.
 */
public final class SuperuserPostgres implements AutoCloseable {
  private static final String PASSWORD = "of-the-superuser";

  private final PostgresCluster cluster;
  private final int port;

  private SuperuserPostgres(PostgresCluster cluster, int port) {
    this.cluster = cluster;
    this.port = port;
  }

  /** Makes the cluster in {@code directory}, in the places of {@link EmbeddedPostgres}. */
  public static SuperuserPostgres start(Path directory) throws IOException {
    PostgresUser user = PostgresUser.ofThisProcess();
    Files.createDirectories(directory);
    user.requireReach(directory);
    Path binaries = directory.resolve("bin");
    PostgresBinaries.unpack(binaries);
    PostgresCluster cluster =
        new PostgresCluster(
            directory.resolve("cluster"),
            directory.resolve("log"),
            new PostgresProgram(binaries, user, directory.resolve("last-command.log")),
            Duration.ofSeconds(30));
    user.makeDirectory(cluster.logs());
    cluster.initialize(PASSWORD);
    Files.writeString(directory.resolve("password"), PASSWORD);
    SuperuserPostgres postgres = new SuperuserPostgres(cluster, FreePort.find());
    cluster.start(postgres.port);
    return postgres;
  }

  /** The address of its first database. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** The superuser's. */
  public Properties credentials() {
    Properties credentials = new Properties();
    credentials.setProperty("user", PostgresCluster.SUPERUSER);
    credentials.setProperty("password", PASSWORD);
    return credentials;
  }

  /** A connection as the superuser. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), credentials());
  }

  @Override
  public void close() throws IOException {
    cluster.stop();
  }
}
