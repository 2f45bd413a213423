package dev.gatehouse.controlplane.database;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.gatehouse.postgres.FreePort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * PostgreSQL 15 in a container, from the image that {@code deploy/postgres15/build-image} makes. It
 * listens on a port of the host's loopback address: an engine without a bridge has no other network
 * to reach it by. Containers that a killed test of this source tree left are removed first, as no
 * reaper runs.
 */
final class Postgres15Container implements AutoCloseable {
  private static final String IMAGE = "gatehouse/postgres15:test";
  private static final Map<String, String> LABEL =
      Map.of("dev.gatehouse.test", Path.of("").toAbsolutePath().toString());
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final String PASSWORD = "of-the-superuser";
  private static final String ROLE = "gateway";

  private final GenericContainer<?> container;
  private final int port;

  private Postgres15Container(GenericContainer<?> container, int port) {
    this.container = container;
    this.port = port;
  }

  /** Starts it with an empty database, which belongs to a role without any other right. */
  static Postgres15Container start() throws Exception {
    DockerClient engine = DockerClientFactory.instance().client();
    removeLeftOver(engine);
    requireImage(engine);
    int port = FreePort.find();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withImagePullPolicy(_ -> false)
            .withNetworkMode("host")
            .withLabels(LABEL)
            .withEnv("POSTGRES_PASSWORD", PASSWORD)
            .withCommand(Integer.toString(port))
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\n", 1))
            .withStartupTimeout(START_LIMIT);
    container.start();
    Postgres15Container server = new Postgres15Container(container, port);
    server.makeDatabase();
    return server;
  }

  TestDatabase database() {
    return TestDatabase.of(url(ROLE), credentials());
  }

  /** Those of the role that owns the database. */
  Properties credentials() {
    Properties credentials = new Properties();
    credentials.setProperty("user", ROLE);
    credentials.setProperty("password", PASSWORD);
    return credentials;
  }

  @Override
  public void close() {
    container.stop();
    removeLeftOver(DockerClientFactory.instance().client());
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private void makeDatabase() throws Exception {
    try (Connection superuser = DriverManager.getConnection(url("postgres"), "postgres", PASSWORD);
        Statement statement = superuser.createStatement()) {
      statement.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + PASSWORD + "'");
      statement.execute("CREATE DATABASE " + ROLE + " OWNER " + ROLE);
    }
  }

  private static void requireImage(DockerClient engine) {
    try {
      engine.inspectImageCmd(IMAGE).exec();
    } catch (NotFoundException e) {
      throw new AssertionError(
          "the engine has no image " + IMAGE + ": run deploy/postgres15/build-image as root", e);
    }
  }

  private static void removeLeftOver(DockerClient engine) {
    List<Container> left =
        engine.listContainersCmd().withShowAll(true).withLabelFilter(LABEL).exec();
    for (Container each : left) {
      try {
        engine.removeContainerCmd(each.getId()).withForce(true).exec();
      } catch (NotFoundException e) {
        // It was removed meanwhile.
      }
    }
  }
}
