package dev.gatehouse.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The oldest PostgreSQL that the gateway accepts, with text sorted as in English. */
class Postgres15ContractTests extends DatabaseContractTests {
  private static Postgres15Container server;

  @BeforeAll
  static void start() throws Exception {
    server = Postgres15Container.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  TestDatabase database() {
    return server.database();
  }

  @Test
  void isTheOldestVersionAndSortsTextInAnotherOrder() throws Exception {
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('server_version_num'), 'a' < 'B'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1) / 10_000).isEqualTo(15);
      assertThat(row.getBoolean(2)).isTrue();
    }
    assertThat(ExternalPostgres.at(database().url(), server.credentials()).url())
        .isEqualTo(database().url());
  }
}
