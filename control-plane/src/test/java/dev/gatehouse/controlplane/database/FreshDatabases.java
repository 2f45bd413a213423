package dev.gatehouse.controlplane.database;

import dev.gatehouse.postgres.SuperuserPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/** A server of PostgreSQL for the tests of a class, with an empty database for each. */
public final class FreshDatabases implements AutoCloseable {
  private final SuperuserPostgres server;
  private int made;

  private FreshDatabases(SuperuserPostgres server) {
    this.server = server;
  }

  /** Starts the server below {@code directory}, which is a temporary one of its own. */
  public static FreshDatabases start(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    return new FreshDatabases(SuperuserPostgres.start(directory.resolve("postgres")));
  }

  /** Makes an empty database. Returns what names it in the gateway's configuration. */
  public Map<String, Object> next() throws SQLException {
    made++;
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE t" + made);
    }
    Properties superuser = server.credentials();
    return new TestDatabase(
            server.url().replaceAll("/postgres$", "/t" + made),
            superuser.getProperty("user"),
            superuser.getProperty("password"))
        .properties();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
