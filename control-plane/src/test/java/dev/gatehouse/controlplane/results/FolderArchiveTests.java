package dev.gatehouse.controlplane.results;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArchiveTests {
  private static final String BLOB = "data/blobs/sha256/ab/" + "ab".repeat(32);
  private static final Instant SEALED = Instant.parse("2026-03-04T05:06:07.891Z");

  @TempDir Path directory;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(directory.resolve("folder"));
    Files.createDirectories(folder.resolve("data/blobs/sha256/ab"));
    Files.writeString(folder.resolve(BLOB), "x".repeat(1000));
    Files.writeString(folder.resolve("data/run.json"), "{}");
    Files.writeString(folder.resolve("bagit.txt"), "");
  }

  private byte[] archive(String root) throws IOException {
    FolderArchive archive = new FolderArchive(folder, root, SEALED);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive.write(out);
    assertThat(archive.bytes()).isEqualTo(out.size());
    return out.toByteArray();
  }

  @Test
  void sameFolderGivesTheSameBytesWheneverItsFilesWereWritten() throws IOException {
    byte[] first = archive("r-1");
    Files.setLastModifiedTime(folder.resolve("data/run.json"), FileTime.fromMillis(0));

    assertThat(archive("r-1")).isEqualTo(first);
    assertThat(new String(first, 0, 500, US_ASCII)).startsWith("r-1/bagit.txt\0");
  }

  @Test
  void tarMakesTheFolderOfIt() throws Exception {
    String root = "r-" + "0".repeat(126);
    Path file = Files.write(directory.resolve("a.tar"), archive(root));
    Path target = Files.createDirectory(directory.resolve("target"));
    Process tar =
        new ProcessBuilder("tar", "-xf", file.toString(), "-C", target.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), US_ASCII);
    assertThat(tar.waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThat(said).isEmpty();
    assertThat(tar.exitValue()).isZero();
    try (Stream<Path> files = Files.walk(target)) {
      assertThat(files.filter(Files::isRegularFile))
          .extracting(each -> target.resolve(root).relativize(each).toString())
          .containsExactlyInAnyOrder("bagit.txt", BLOB, "data/run.json");
    }
    assertThat(target.resolve(root).resolve(BLOB)).hasContent("x".repeat(1000));
    assertThat(Files.getLastModifiedTime(target.resolve(root).resolve(BLOB)).toInstant())
        .isEqualTo(Instant.parse("2026-03-04T05:06:07Z"));
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("data/link"), Path.of("/etc/passwd"));

    assertThatThrownBy(() -> archive("r-1")).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void fileThatHasGrownIsNotSentAsIfItHadNot() throws IOException {
    FolderArchive archive = new FolderArchive(folder, "r-1", SEALED);
    Files.writeString(folder.resolve("data/run.json"), "{\"more\":1}");

    assertThatThrownBy(() -> archive.write(new ByteArrayOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another length");
  }
}
