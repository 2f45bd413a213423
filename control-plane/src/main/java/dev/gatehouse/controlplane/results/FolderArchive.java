package dev.gatehouse.controlplane.results;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sealed folder as a tar archive (POSIX.1-1988 ustar): its files below one directory that is
 * named as the run, in the order of the bytes of their names. Mode, owner and time are the same for
 * all, so that the same folder gives the same bytes everywhere.
 */
final class FolderArchive {
  /** Bytes of an archive, at most. */
  static final long MOST_BYTES = 2L << 30;

  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final int CHECKSUM = 148;

  private final Path folder;
  private final String root;
  private final long seconds;
  private final List<ArchivedFile> entries;

  /** A file with the name that it has in the archive. */
  private record ArchivedFile(Path file, String name, long size) {}

  /**
   * The archive of a folder.
   *
   * @param root the directory that it makes
   * @param time the time of each of its files
   */
  FolderArchive(Path folder, String root, Instant time) {
    this.folder = folder;
    this.root = root;
    this.seconds = Math.max(0, time.getEpochSecond());
    try (Stream<Path> files = Files.walk(folder)) {
      this.entries =
          files
              .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
              .map(this::entry)
              .sorted(Comparator.comparing(ArchivedFile::name))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed folder cannot be read: " + root, e);
    }
  }

  private ArchivedFile entry(Path file) {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("a run folder holds plain files alone");
      }
      return new ArchivedFile(file, root + "/" + folder.relativize(file), Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed folder cannot be read: " + root, e);
    }
  }

  /** Bytes of the archive. */
  long bytes() {
    return entries.stream().mapToLong(entry -> BLOCK + padded(entry.size())).sum() + 2L * BLOCK;
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Writes the archive; of a file no more than a buffer is held.
   *
   * @throws IOException if a file is not as long as it was, too: what was written is not whole
   */
  void write(OutputStream out) throws IOException {
    for (ArchivedFile entry : entries) {
      out.write(header(entry));
      try (InputStream in = Files.newInputStream(entry.file())) {
        long written = in.transferTo(out);
        if (written != entry.size()) {
          throw new IOException("a file of a sealed folder has another length than before");
        }
      }
      out.write(new byte[(int) (padded(entry.size()) - entry.size())]);
    }
    out.write(new byte[2 * BLOCK]);
  }

  private byte[] header(ArchivedFile entry) throws IOException {
    byte[] header = new byte[BLOCK];
    String name = entry.name();
    String prefix = "";
    if (name.length() > NAME) {
      int slash = name.lastIndexOf('/');
      prefix = name.substring(0, slash);
      name = name.substring(slash + 1);
    }
    if (name.length() > NAME || prefix.length() > PREFIX) {
      throw new IOException("a name is too long for an archive");
    }
    put(header, 0, name);
    put(header, 100, octal(0644, 7));
    put(header, 108, octal(0, 7));
    put(header, 116, octal(0, 7));
    put(header, 124, octal(entry.size(), 11));
    put(header, 136, octal(seconds, 11));
    Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    put(header, 345, prefix);
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, CHECKSUM, octal(sum, 6));
    header[CHECKSUM + 6] = 0;
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String octal(long value, int digits) {
    String text = Long.toOctalString(value);
    return "0".repeat(digits - text.length()) + text;
  }
}
