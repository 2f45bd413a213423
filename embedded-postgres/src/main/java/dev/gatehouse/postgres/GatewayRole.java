package dev.gatehouse.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The role that the gateway connects as: it owns its tables and may make more of them, and nothing
 * else. It takes the password over from the superuser, who made the cluster with it and has none
 * from then on: nobody logs in as a superuser again. Both happen in one transaction, so that a
 * crash leaves the one or the other.
 *
 * @param url a running server of the gateway's own
 * @param password the one in the password file
 */
record GatewayRole(String url, String password) {
  static final String NAME = "gatehouse_gateway";

  /** Class 28 of SQLSTATE: invalid authorization specification. */
  private static final String NOT_AUTHORIZED = "28";

  /** Makes the role where there is none, also in a cluster of the first version. */
  void ensure() throws SQLException {
    if (isThere()) {
      return;
    }
    try (Connection superuser =
            DriverManager.getConnection(url, PostgresCluster.SUPERUSER, password);
        Statement statement = superuser.createStatement()) {
      superuser.setAutoCommit(false);
      for (String sql : statements()) {
        statement.execute(sql);
      }
      superuser.commit();
    }
  }

  private boolean isThere() throws SQLException {
    try (Connection gateway = DriverManager.getConnection(url, NAME, password)) {
      return gateway.isValid(0);
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).startsWith(NOT_AUTHORIZED)) {
        return false;
      }
      throw e;
    }
  }

  private List<String> statements() {
    return List.of(
        // A statement with a password is not written to a log.
        "SET LOCAL log_min_error_statement = panic",
        """
        CREATE ROLE %s WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION
          NOBYPASSRLS PASSWORD '%s'
        """
            .formatted(NAME, password.replace("'", "''")),
        "REVOKE ALL ON DATABASE template1, postgres FROM PUBLIC",
        "GRANT CONNECT ON DATABASE postgres TO " + NAME,
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO " + NAME,
        """
        DO $$ DECLARE t regclass; BEGIN
          FOR t IN SELECT oid FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
          LOOP EXECUTE format('ALTER TABLE %%s OWNER TO %s', t); END LOOP;
        END $$
        """
            .formatted(NAME),
        "ALTER ROLE " + PostgresCluster.SUPERUSER + " PASSWORD NULL");
  }
}
