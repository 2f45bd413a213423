package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads the files of a run folder by their names. */
final class FolderFiles {
  private FolderFiles() {}

  static Optional<byte[]> optional(Path folder, String name) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of a file, if it is there. */
  static OptionalLong size(Path folder, String name) {
    try {
      return OptionalLong.of(Files.size(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] required(Path folder, String name) {
    return optional(folder, name)
        .orElseThrow(() -> new MissingEvidenceException("the run folder has no " + name));
  }

  /** Every file below {@code folder/under}, if that is there, by its name, in byte order. */
  static List<String> list(Path folder, String under) {
    if (Files.notExists(folder.resolve(under))) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder.resolve(under))) {
      return walk.filter(path -> !Files.isDirectory(path))
          .map(path -> folder.relativize(path).toString())
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line as {@code sha256sum} writes it. */
  static String sumLine(Path folder, String name) {
    return digest(folder.resolve(name)) + "  " + name + "\n";
  }

  static Digest digest(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return digest(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Digest digest(InputStream in) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      sha256.update(buffer, 0, read);
    }
    return Digest.ofRaw(sha256.digest());
  }
}
