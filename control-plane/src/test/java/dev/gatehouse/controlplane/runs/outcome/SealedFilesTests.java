package dev.gatehouse.controlplane.runs.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFilesTests {
  private static final String NAME = FolderNames.GATE_REPORT;

  private final List<Long> taken = new ArrayList<>();
  @TempDir private Path folder;
  private SealedFiles files;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    files = new SealedFiles(folder, taken::add);
  }

  @Test
  void aFileIsReadOnceItsMemoryIsTaken() throws IOException {
    write("{\"a\":1}");
    assertThat(files.bytes(NAME, 7)).contains("{\"a\":1}".getBytes(UTF_8));
    assertThat(files.bytesWithin(NAME, 7)).contains("{\"a\":1}".getBytes(UTF_8));
    assertThat(files.json(NAME).orElseThrow().integer("a")).isEqualTo(1);
    assertThat(taken).containsExactly(7L, 7L, 7L);
    SealedFiles full =
        new SealedFiles(
            folder,
            bytes -> {
              throw new IllegalStateException("full");
            });
    assertThatThrownBy(() -> full.bytes(NAME, 7)).hasMessage("full");
  }

  @Test
  void aFileThatIsNotThereIsNothing() {
    assertThat(files.bytes(NAME, 7)).isEmpty();
    assertThat(files.bytesWithin(NAME, 7)).isEmpty();
    assertThat(files.json(NAME)).isEmpty();
    assertThat(taken).isEmpty();
  }

  @Test
  void aLargerFileIsRefusedOrLeftOutBeforeItIsRead() throws IOException {
    write("12345678");
    SyscallException refusal =
        catchThrowableOfType(SyscallException.class, () -> files.bytes(NAME, 7));
    assertThat(refusal.code()).isEqualTo(WorkspaceErrorCode.TOO_LARGE);
    assertThat(refusal).hasMessageContaining("gate_report.json").hasMessageContaining("8 bytes");
    assertThat(files.bytesWithin(NAME, 7)).isEmpty();
    assertThat(taken).isEmpty();
    write(" ".repeat((int) SealedFiles.REPORT_BYTES + 1));
    assertThatThrownBy(() -> files.json(NAME)).isInstanceOf(JsonFormatException.class);
    assertThat(taken).isEmpty();
  }

  @Test
  void linksAndDirectoriesAreNotRead() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "secret");
    Files.createSymbolicLink(folder.resolve(NAME), outside);
    assertThat(files.bytes(NAME, 100)).isEmpty();
    Files.delete(folder.resolve(NAME));
    Files.createDirectory(folder.resolve(NAME));
    assertThat(files.bytes(NAME, 100)).isEmpty();
  }

  @Test
  void whatIsNotJsonIsRefused() throws IOException {
    write("no");
    assertThatThrownBy(() -> files.json(NAME)).isInstanceOf(JsonFormatException.class);
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve(NAME), text);
  }
}
