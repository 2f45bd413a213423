package dev.gatehouse.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A migration that was released is never changed: databases that ran it would differ from new ones.
 */
class ReleasedMigrationTests {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final Path DIGESTS = Path.of("src/test/resources/database/migrations.sha256");

  @Test
  void everyMigrationHasTheDigestOfItsRelease() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.sorted().toList()) {
        found.add(Digest.of(Files.readAllBytes(file)).hex() + "  " + file.getFileName());
      }
    }
    assertThat(found)
        .as(
            "control-plane/"
                + DIGESTS
                + " differs: a migration that was released is not edited; a new one needs a new line")
        .containsExactlyElementsOf(Files.readAllLines(DIGESTS));
  }
}
