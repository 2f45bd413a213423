package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTests {
  @TempDir Path temp;

  @Test
  void deletesLinksAndNotWhatTheyPointAt() throws Exception {
    Path kept = Files.createDirectories(temp.resolve("kept"));
    Files.writeString(kept.resolve("file"), "kept");
    Path root = temp.resolve("root");
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/file"), "");
    Files.createSymbolicLink(root.resolve("a/link"), kept);
    DirectoryTree.delete(root);
    assertThat(root).doesNotExist();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void acceptsADirectoryThatDoesNotExist() {
    assertThatCode(() -> DirectoryTree.delete(temp.resolve("absent"))).doesNotThrowAnyException();
  }
}
