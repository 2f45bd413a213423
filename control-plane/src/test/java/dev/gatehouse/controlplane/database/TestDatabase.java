package dev.gatehouse.controlplane.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * A database that the gateway may use, for tests.
 *
 * @param url its address, {@code jdbc:postgresql:…}
 * @param user the gateway's role
 * @param password the role's
 */
record TestDatabase(String url, String user, String password) {
  /** The database of a server that names its role in {@code credentials}. */
  static TestDatabase of(String url, Properties credentials) {
    return new TestDatabase(
        url, credentials.getProperty("user"), credentials.getProperty("password"));
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Drops every table. */
  void clean() {
    flyway().cleanDisabled(false).load().clean();
  }

  /** Runs the migrations up to version {@code target}, or all of them for {@code latest}. */
  void migrate(String target) {
    flyway().target(target).load().migrate();
  }

  /** What names this database in the gateway's configuration. */
  Map<String, Object> properties() {
    return Map.of(
        "gatehouse.database-url",
        url,
        "gatehouse.database-user",
        user,
        "gatehouse.database-password",
        password);
  }

  private FluentConfiguration flyway() {
    return Flyway.configure().dataSource(url, user, password);
  }
}
