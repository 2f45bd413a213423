package dev.gatehouse.controlplane.index;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * The file of the index: for each sealed run a line {@code {"run":{…},"sha256":"…"}} in canonical
 * JSON, with the digest of {@code run}. Not thread-safe.
 */
final class IndexFile {
  /** Names have at most 128 characters each. */
  private static final int LONGEST_LINE = 16 * 1024;

  private static final int NEW_LINE = '\n';

  private final Path file;

  /** Where the whole lines end; what is behind was torn by a crash and is cut by the next write. */
  private long end;

  IndexFile(Path file) {
    this.file = file;
  }

  /** Where a line is; its length has no line feed. */
  record Place(long offset, int length) {}

  /** Takes each line. */
  @FunctionalInterface
  interface Reader {
    /** A whole line; nothing if it is damaged. */
    void line(Optional<SealedSummary> run, Place place) throws IOException;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Reads every whole line, from the first on. */
  void read(Reader reader) throws IOException {
    end = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long length = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == NEW_LINE) {
          boolean tooLong = length > LONGEST_LINE;
          Place place = new Place(end, Math.toIntExact(Math.min(length, LONGEST_LINE)));
          reader.line(tooLong ? Optional.empty() : parse(line.toByteArray()), place);
          end += length + 1;
          length = 0;
          line.reset();
        } else if (length++ < LONGEST_LINE) {
          line.write(next);
        }
      }
    }
  }

  /** The line at that place; nothing if it is damaged. */
  Optional<SealedSummary> read(Place place) throws IOException {
    return parse(bytes(place));
  }

  private byte[] bytes(Place place) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(place.length());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int count = 0;
      while (line.hasRemaining() && count >= 0) {
        count = channel.read(line, place.offset() + line.position());
      }
    }
    return Arrays.copyOf(line.array(), line.position());
  }

  private static Optional<SealedSummary> parse(byte[] line) {
    try {
      Json.Obj json = StrictJson.readCanonical(line);
      Json.Obj run = json.object("run");
      return json.string("sha256").equals(Digest.of(run.canonical()).hex())
          ? Optional.of(SealedSummary.fromJson(run))
          : Optional.empty();
    } catch (JsonFormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] line(SealedSummary run) {
    Json.Obj members = run.toJson();
    return Json.object()
        .put("run", members)
        .put("sha256", Digest.of(members.canonical()).hex())
        .build()
        .canonical();
  }

  /** Writes behind the last whole line. */
  Writer writer() throws IOException {
    return new Writer();
  }

  /** Writes lines, which are durable after {@link #force}. */
  final class Writer implements AutoCloseable {
    private final FileChannel channel;
    private final boolean created;

    private Writer() throws IOException {
      created = !exists();
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
      channel.truncate(end).position(end);
    }

    Place write(SealedSummary run) throws IOException {
      return write(line(run));
    }

    /** Writes a line, given without its line feed. */
    private Place write(byte[] line) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) NEW_LINE).flip();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return new Place(channel.position() - line.length - 1, line.length);
    }

    void force() throws IOException {
      channel.force(true);
      if (created) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        DurableFs.local().forceDirectory(parent());
      }
      end = channel.position();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Puts a file with the lines at these places, and no others, in the place of this one. */
  void keep(Iterator<Place> places) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    IndexFile kept = new IndexFile(unfinished);
    try (Writer writer = kept.writer()) {
      while (places.hasNext()) {
        writer.write(bytes(places.next()));
      }
      writer.force();
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    DurableFs.local().forceDirectory(parent());
  }

  private Path parent() {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalStateException("the path of the index has no parent directory");
    }
    return parent;
  }
}
