package dev.gatehouse.evidence.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.evidence.journal.FailingFs;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFsTests {
  @TempDir Path directory;

  @Test
  void thisFileSystemDoesWhatEvidenceReliesOn() throws IOException {
    DurableFs.local().selfTest(directory);
    DurableFs.local().selfTest(directory);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileSystemThatCannotForceIsRefused() {
    FailingFs failing = new FailingFs();
    failing.failForces(true);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.selfTest(directory));
  }

  @Test
  void aFileIsCreatedOnceAndReplacedWhole() throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    DurableFiles files = new DurableFiles(DurableFs.local(), temporary);
    Path target = directory.resolve("file");
    files.createOnce(target, new byte[] {1});
    files.createOnce(target, new byte[] {1});
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> files.createOnce(target, new byte[] {2}));
    assertThat(target).hasBinaryContent(new byte[] {1});
    files.replace(target, new byte[] {2});
    assertThat(target).hasBinaryContent(new byte[] {2});
    assertThat(temporary).isEmptyDirectory();
  }
}
