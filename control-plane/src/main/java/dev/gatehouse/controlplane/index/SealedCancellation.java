package dev.gatehouse.controlplane.index;

import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Who cancelled a sealed run: the last line of its journal, of which nothing else is read. */
public final class SealedCancellation {
  /** Bytes of the longest {@code run.end}: a reason of which each character is escaped. */
  public static final int LONGEST = 64 * 1024;

  private SealedCancellation() {}

  /**
   * Who cancelled the run, if somebody did; {@link JsonFormatException} or {@link
   * UncheckedIOException} if the journal cannot be read.
   *
   * @param folder of the sealed run
   */
  public static Optional<Cancellation> of(Path folder) {
    Json.Obj last = StrictJson.read(lastLine(folder.resolve(FolderNames.JOURNAL)));
    return last.optionalObject("cancelled").map(Cancellation::fromJson);
  }

  private static byte[] lastLine(Path journal) {
    try (SeekableByteChannel channel = Files.newByteChannel(journal)) {
      long size = channel.size();
      ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, LONGEST));
      channel.position(size - tail.capacity());
      while (tail.hasRemaining() && channel.read(tail) >= 0) {
        // Until it is whole.
      }
      byte[] bytes = tail.array();
      int end = bytes.length - 1;
      if (end < 0 || bytes[end] != '\n') {
        throw new JsonFormatException("the journal's last line has no line feed");
      }
      int start = end;
      while (start > 0 && bytes[start - 1] != '\n') {
        start--;
      }
      return Arrays.copyOfRange(bytes, start, end);
    } catch (IOException e) {
      throw new UncheckedIOException("the sealed journal cannot be read: " + journal, e);
    }
  }
}
