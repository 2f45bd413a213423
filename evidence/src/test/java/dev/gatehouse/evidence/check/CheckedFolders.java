package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.MemoryDirectory;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Directories for the folders of a test, and both checks of them. */
abstract class CheckedFolders {
  static final SigningKeys KEYS = SigningKeys.generate();
  static final String RUN_ID = "run-1";

  @TempDir(factory = MemoryDirectory.class)
  Path data;

  Path staging;
  Path runs;
  BothChecks checks;

  @BeforeEach
  void makeDirectories() throws IOException {
    staging = Files.createDirectory(data.resolve("staging"));
    runs = Files.createDirectory(data.resolve("runs"));
    checks = BothChecks.of(KEYS, data);
  }
}
