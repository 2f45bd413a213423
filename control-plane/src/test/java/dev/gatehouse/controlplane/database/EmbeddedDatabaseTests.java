package dev.gatehouse.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTests {
  @TempDir Path temp;

  @Test
  void namesTheOptionWhereTheServerCannotBeUsed() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    DatabaseUnavailableException refused =
        catchThrowableOfType(
            DatabaseUnavailableException.class,
            () -> EmbeddedDatabase.start(file, new SecureRandom()));
    assertThat(refused.getMessage()).contains(file.toString());
    assertThat(refused.next()).contains("--gatehouse.database-url");
  }
}
