package dev.gatehouse.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newer schema makes of the rows of an older one. */
class MigrationTests {
  @TempDir Path temp;

  @Test
  void attemptsThatWereCountedOverAllAgentsAreCountedForEach() throws Exception {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp, new SecureRandom());
        Connection gateway = DriverManager.getConnection(postgres.url(), postgres.credentials());
        Statement statement = gateway.createStatement()) {
      migrate(postgres, "1");
      List<String> agents = List.of("first", "first", "second", "first", "second");
      for (int i = 0; i < agents.size(); i++) {
        statement.execute(run("r-" + i, agents.get(i), i + 1));
      }
      statement.execute("INSERT INTO tasks VALUES ('repo', 'task', 'digest', 5)");

      migrate(postgres, "latest");

      assertThat(rows(statement, "SELECT run_id, attempt FROM runs ORDER BY run_id"))
          .containsExactly("r-0 1", "r-1 2", "r-2 1", "r-3 3", "r-4 2");
      assertThat(rows(statement, "SELECT agent, attempts FROM tasks ORDER BY agent"))
          .containsExactly("first 3", "second 2");
    }
  }

  private static String run(String runId, String agent, int attempt) {
    return "INSERT INTO runs (run_id, repository, task_id, agent, profile, policy_sha256, revision,"
        + " base_commit, base_tree, state, opened_at, events, waiting_approvals, attempt)"
        + " VALUES ('%s', 'repo', 'task', '%s', 'p', 'd', 'main', 'c', 't', 'OPEN',"
            .formatted(runId, agent)
        + " '2026-01-02T03:04:05Z', 2, 0, %s)".formatted(attempt);
  }

  private static void migrate(EmbeddedPostgres postgres, String target) {
    Flyway.configure()
        .dataSource(
            postgres.url(),
            postgres.credentials().getProperty("user"),
            postgres.credentials().getProperty("password"))
        .target(target)
        .load()
        .migrate();
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        rows.add(found.getString(1) + " " + found.getInt(2));
      }
    }
    return rows;
  }
}
