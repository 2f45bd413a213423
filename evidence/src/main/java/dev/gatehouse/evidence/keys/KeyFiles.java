package dev.gatehouse.evidence.keys;

import dev.gatehouse.evidence.durable.DurableFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The directory of keys: made whole or not at all, and readable by its owner alone. */
final class KeyFiles {
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private KeyFiles() {}

  static void create(Path directory, SigningKeys keys) throws IOException {
    DurableFs fs = DurableFs.local();
    Path target = directory.toAbsolutePath();
    Path unfinished = target.resolveSibling(".new-" + target.getFileName());
    if (Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
      for (String name : List.of(SigningKeys.ENVELOPE, SigningKeys.CHECKPOINT, SigningKeys.TRUST)) {
        Files.deleteIfExists(unfinished.resolve(name));
      }
      Files.delete(unfinished);
    }
    Files.createDirectory(unfinished, PosixFilePermissions.asFileAttribute(DIRECTORY));
    write(fs, unfinished.resolve(SigningKeys.ENVELOPE), keys.envelopePem());
    write(fs, unfinished.resolve(SigningKeys.CHECKPOINT), keys.checkpointPem());
    write(fs, unfinished.resolve(SigningKeys.TRUST), keys.trust().toJson().canonical());
    fs.forceDirectory(unfinished);
    fs.rename(unfinished, target);
    fs.forceDirectory(target.resolveSibling("."));
  }

  static String readPrivate(Path file) throws IOException {
    return Files.readString(requirePrivate(file));
  }

  static Path requirePrivate(Path file) throws IOException {
    try {
      if (!FILE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
        throw new KeyException(file.getFileName() + " may be read by others; chmod 0600 it");
      }
    } catch (NoSuchFileException e) {
      throw new KeyException(
          file.getFileName() + " is missing beside the other keys; put it back from a copy", e);
    }
    return file;
  }

  /** Replaces one file beside the keys, whole and durable. */
  static void replace(Path file, byte[] bytes) throws IOException {
    DurableFs fs = DurableFs.local();
    Path unfinished = file.resolveSibling(".new-" + file.getFileName());
    Files.deleteIfExists(unfinished);
    write(fs, unfinished, bytes);
    fs.rename(unfinished, file);
    fs.forceDirectory(file.toAbsolutePath().resolveSibling("."));
  }

  private static void write(DurableFs fs, Path file, byte[] bytes) throws IOException {
    Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    try (DurableFs.Output output = fs.continueAt(file, 0)) {
      output.write(bytes);
      output.force();
    }
  }
}
