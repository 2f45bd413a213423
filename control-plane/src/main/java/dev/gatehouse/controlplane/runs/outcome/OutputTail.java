package dev.gatehouse.controlplane.runs.outcome;

import dev.gatehouse.controlplane.api.request.Untrusted;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The end of what a step printed to one stream, as far as the folder keeps it.
 *
 * @param untrusted the last bytes, at most {@value #MOST}
 * @param bytes how many bytes the step printed
 * @param truncated whether there is more than is shown
 */
public record OutputTail(Untrusted untrusted, long bytes, boolean truncated) {
  /** Bytes that are shown. */
  public static final int MOST = 4096;

  private static final int CONTINUATION = 0x80;
  private static final int CONTINUATION_MASK = 0xC0;
  private static final int LONGEST_CHARACTER = 4;

  /** Reads no more of the blob than it shows; a blob that cannot be read is shown as empty. */
  static OutputTail of(Path folder, StepOutput output) {
    byte[] tail = new byte[0];
    if (output.bytes() > 0 && Digest.isHex(output.blobSha256())) {
      try {
        tail = tail(folder.resolve(FolderNames.blob(new Digest(output.blobSha256()))));
      } catch (IOException e) {
        // What is not there is not shown; a check of the folder names it.
      }
    }
    return new OutputTail(Untrusted.of(tail), output.bytes(), tail.length < output.bytes());
  }

  private static byte[] tail(Path blob) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(blob)) {
      long size = channel.size();
      ByteBuffer last = ByteBuffer.allocate((int) Math.min(size, MOST));
      channel.position(size - last.capacity());
      while (last.hasRemaining() && channel.read(last) >= 0) {
        // Until all of it is there.
      }
      return last.capacity() < size ? fromCharacter(last.array()) : last.array();
    }
  }

  /** Without the rest of a character whose first byte was cut off. */
  private static byte[] fromCharacter(byte[] bytes) {
    int from = 0;
    while (from < LONGEST_CHARACTER
        && from < bytes.length
        && (bytes[from] & CONTINUATION_MASK) == CONTINUATION) {
      from++;
    }
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
