package dev.gatehouse.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's own programs, unpacked from the archive on the class path. They belong to the user
 * of this process; the server's user only reads them.
 */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final String STAMP = "archive.sha256";

  private PostgresBinaries() {}

  /** Unpacks into {@code directory}, unless the same archive was unpacked there before. */
  static void unpack(Path directory) throws IOException {
    byte[] archive = archive();
    String digest = sha256(archive);
    Path stamp = directory.resolve(STAMP);
    if (Files.exists(stamp) && Files.readString(stamp, US_ASCII).equals(digest)) {
      return;
    }
    Path fresh = directory.resolveSibling(directory.getFileName() + ".new");
    DirectoryTree.delete(fresh);
    Files.createDirectories(fresh);
    extract(archive, fresh);
    Files.writeString(fresh.resolve(STAMP), digest, US_ASCII);
    DirectoryTree.delete(directory);
    Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] archive() throws IOException {
    try (InputStream in = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (in == null) {
        throw new PostgresException(
            PostgresException.Kind.PROGRAMS,
            "PostgreSQL's programs for this platform are not on the class path",
            "use a machine with an amd64 processor");
      }
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void extract(byte[] archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        place(tar, entry, into);
      }
    }
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("the archive names a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      open(target, true);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Path name = Path.of(entry.getLinkName());
      if (name.getNameCount() != 1 || name.isAbsolute()) {
        throw new IOException("the archive holds a link that leaves its directory");
      }
      Files.createSymbolicLink(target, name);
    } else {
      Files.copy(tar, target);
      open(target, (entry.getMode() & 0100) != 0);
    }
  }

  private static void open(Path target, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
