package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.Rig;
import dev.gatehouse.controlplane.database.FreshDatabases;
import dev.gatehouse.controlplane.projection.Projection;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The parts of a gateway over a data directory and a database that are empty before each test. */
abstract class ReconciliationFixture {
  @TempDir static Path shared;
  private static FreshDatabases databases;

  @TempDir Path root;
  DataDirectory data;
  Map<String, Object> database = Map.of();
  Rig rig;

  @BeforeAll
  static void startPostgres() throws Exception {
    databases = FreshDatabases.start(shared);
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    databases.close();
  }

  @BeforeEach
  void start() throws Exception {
    data = DataDirectory.at(root.resolve("data"));
    rig = startOnAnEmptyDatabase();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  Rig startOnAnEmptyDatabase() throws Exception {
    database = databases.next();
    return Rig.start(data.root(), database);
  }

  Projection projection() {
    return rig.part(Projection.class);
  }
}
