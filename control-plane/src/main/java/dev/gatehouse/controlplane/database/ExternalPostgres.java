package dev.gatehouse.controlplane.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A PostgreSQL that somebody else runs.
 *
 * @param url its address
 * @param credentials user and password, where the address does not name them
 */
public record ExternalPostgres(String url, Properties credentials) implements Database {
  private static final int OLDEST_MAJOR = 15;
  private static final String NEXT =
      "correct it, or leave --gatehouse.database-url out to use the PostgreSQL inside";

  /**
   * Refuses a server that does not answer, is not PostgreSQL, or is too old.
   *
   * @throws DatabaseUnavailableException naming which
   */
  public static ExternalPostgres at(String url, Properties credentials) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new DatabaseUnavailableException(
          "the database's address is not of the form jdbc:postgresql:…", NEXT);
    }
    try (Connection connection = DriverManager.getConnection(url, credentials)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new DatabaseUnavailableException(
            "the database is PostgreSQL " + major + "; " + OLDEST_MAJOR + " or newer is needed",
            NEXT);
      }
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "the database named by gatehouse.database-url does not answer: " + e.getMessage(),
          NEXT,
          e);
    }
    return new ExternalPostgres(url, credentials);
  }

  @Override
  public void restart() {
    // Its own administrators start it.
  }
}
