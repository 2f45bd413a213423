package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.durable.DurableFs;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reading a journal: any bytes are events, or are refused; a recovery keeps or cuts off all, or is
 * refused and changes nothing.
 */
public final class JournalFuzzTarget {
  private static final Digest GENESIS = Digest.of(new byte[0]);

  private JournalFuzzTarget() {}

  /** Reads {@code data} as a journal, line by line, and recovers it. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      Path file = Files.createTempFile("fuzz-", ".jsonl");
      try {
        Files.write(file, data);
        readLines(file);
        recover(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readLines(Path file) throws IOException {
    try (JournalReader lines = JournalReader.open(file)) {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        try {
          EventCodec.read(FormatVersion.CURRENT, StrictJson.readCanonical(line.get()));
        } catch (JsonFormatException e) {
          assert e.getMessage() != null;
        }
      }
    }
  }

  private static void recover(Path file) throws IOException {
    long[] kept = new long[1];
    byte[] before = Files.readAllBytes(file);
    try (JournalFile journal =
        JournalFile.recover(
            DurableFs.local(),
            file,
            GENESIS,
            (line, members) -> {},
            tail -> kept[0] = tail.size())) {
      if (Files.size(file) + kept[0] != before.length) {
        throw new AssertionError("a recovery lost bytes of " + journal.chain());
      }
    } catch (JsonFormatException e) {
      if (!Arrays.equals(Files.readAllBytes(file), before)) {
        throw new AssertionError("a refused recovery changed the journal", e);
      }
    }
  }
}
