package dev.gatehouse.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A PostgreSQL server as a child process: its own programs, started over a cluster in a directory.
 *
 * <p>A server that a killed process left behind is stopped and started again, so that its settings
 * are those of this version. The caller makes sure that one process at a time uses the directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final int PASSWORD_BYTES = 32;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Path directory;
  private final PostgresCluster cluster;
  private final String password;
  private int port;

  private EmbeddedPostgres(Path directory, PostgresCluster cluster, String password, int port) {
    this.directory = directory;
    this.cluster = cluster;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts the server below {@code directory}, and makes its cluster where there is none.
   *
   * @param random makes the password
   * @throws PostgresException naming what failed
   */
  public static EmbeddedPostgres start(Path directory, RandomGenerator random) {
    return start(directory, random, STOP_WITHIN);
  }

  /** The same, with the time that a stop in order may take before the server is killed. */
  static EmbeddedPostgres start(Path directory, RandomGenerator random, Duration stopWithin) {
    try {
      return open(directory, random, stopWithin);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static EmbeddedPostgres open(Path directory, RandomGenerator random, Duration stopWithin)
      throws IOException {
    PostgresUser user = PostgresUser.ofThisProcess();
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    user.requireReach(directory);
    Path binaries = directory.resolve("bin");
    PostgresCluster cluster =
        new PostgresCluster(
            directory.resolve("cluster"),
            directory.resolve("log"),
            new PostgresProgram(binaries, user, directory.resolve("last-command.log")),
            stopWithin);
    cluster.stop();
    PostgresBinaries.unpack(binaries);
    makeLog(cluster, user);
    String password = makeCluster(directory, cluster, random);
    EmbeddedPostgres postgres =
        new EmbeddedPostgres(directory, cluster, password, keptPort(directory));
    postgres.startServer(true);
    try {
      new GatewayRole(postgres.url(), password).ensure();
    } catch (SQLException e) {
      postgres.close();
      throw new PostgresException(
          PostgresException.Kind.CLUSTER,
          "the gateway's role in PostgreSQL cannot be made: " + e.getMessage(),
          PostgresCluster.REPLACE,
          e);
    }
    return postgres;
  }

  private static String makeCluster(Path directory, PostgresCluster cluster, RandomGenerator random)
      throws IOException {
    Path file = directory.resolve("password");
    if (cluster.exists()) {
      return PrivateFile.read(file);
    }
    byte[] secret = new byte[PASSWORD_BYTES];
    random.nextBytes(secret);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    PrivateFile.write(file, password);
    cluster.initialize(password);
    return password;
  }

  private static void makeLog(PostgresCluster cluster, PostgresUser user) throws IOException {
    if (!Files.exists(cluster.logs())) {
      user.makeDirectory(cluster.logs());
    }
    if (Files.exists(cluster.log())) {
      Files.move(
          cluster.log(),
          cluster.logs().resolve("server.log.1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The address, {@code jdbc:postgresql:…}. */
  public synchronized String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** User and password, as {@code user} and {@code password}. */
  public Properties credentials() {
    Properties credentials = new Properties();
    credentials.setProperty("user", GatewayRole.NAME);
    credentials.setProperty("password", password);
    return credentials;
  }

  /**
   * Starts the server again, at the same port, if it went away.
   *
   * @throws PostgresException if it does not start
   */
  public synchronized void restart() {
    try {
      if (!cluster.isRunning()) {
        startServer(false);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * A server that was killed leaves children that hold its memory for a moment, and a port may be
   * taken between the look and the use: so it is tried again for a while.
   */
  private synchronized void startServer(boolean mayMove) throws IOException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    while (true) {
      if (mayMove && !FreePort.isFree(port)) {
        port = FreePort.find();
      }
      try {
        cluster.start(port);
        PrivateFile.write(directory.resolve("port"), Integer.toString(port));
        return;
      } catch (PostgresException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Stops the server. */
  @Override
  public synchronized void close() {
    try {
      cluster.stop();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static PostgresException unusable(IOException cause) {
    return new PostgresException(
        PostgresException.Kind.PROGRAMS,
        "the embedded PostgreSQL: " + cause.getMessage(),
        "correct the cause named here",
        cause);
  }

  private static int keptPort(Path directory) throws IOException {
    Path file = directory.resolve("port");
    if (Files.exists(file)) {
      String text = PrivateFile.read(file);
      if (text.matches("[1-9][0-9]{0,4}")) {
        return Integer.parseInt(text);
      }
    }
    return FreePort.find();
  }
}
