package dev.gatehouse.controlplane.database;

import dev.gatehouse.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server, as the gateway's own role. */
class EmbeddedContractTests extends DatabaseContractTests {
  @TempDir static Path shared;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx--x--x"));
    server = EmbeddedPostgres.start(shared.resolve("postgres"), new SecureRandom());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  TestDatabase database() {
    return TestDatabase.of(server.url(), server.credentials());
  }
}
