package dev.gatehouse.sandbox.starter;

import dev.gatehouse.sandbox.OutputSink;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What the starter sent after its opening frame. */
public sealed interface StarterReport {
  /** The closing frame came. */
  record Closed(ExitFrame frame) implements StarterReport {}

  /** The messages of the judge of a step, at most. */
  long LARGEST_JUDGEMENT = 16L << 20;

  /** More output came than allowed; reading stopped there. */
  record OverLimit() implements StarterReport {}

  /** It ended without a closing frame. */
  record Broken(String why) implements StarterReport {}

  int LARGEST_PIECE = 65_536;
  int LARGEST_REASON = 4096;

  /** Reads frames to the last one, giving what they carry to the captures and the sink. */
  static StarterReport read(
      InputStream output, OutputCaptures captures, long outputLimit, OutputSink sink)
      throws IOException {
    DataInputStream in = new DataInputStream(output);
    long left = outputLimit;
    long judgementLeft = LARGEST_JUDGEMENT;
    while (true) {
      int kind = in.read();
      if (kind < 0) {
        return new Broken("the stream ended without a closing frame");
      }
      byte[] payload = payload(in, kind);
      switch (kind) {
        case 'O' -> take(OutputSink.Stream.STDOUT, captures.stdout(), payload, sink);
        case 'E' -> take(OutputSink.Stream.STDERR, captures.stderr(), payload, sink);
        case 'J' -> captures.judge(payload);
        case 'F' -> {
          return new Broken("the starter: " + new String(payload, StandardCharsets.UTF_8));
        }
        default -> {
          return new Closed(ExitFrame.of(payload));
        }
      }
      left -= kind == 'J' ? 0 : payload.length;
      judgementLeft -= kind == 'J' ? payload.length : 0;
      if (left < 0 || judgementLeft < 0) {
        return new OverLimit();
      }
    }
  }

  private static byte[] payload(DataInputStream in, int kind) throws IOException {
    long length = Integer.toUnsignedLong(in.readInt());
    boolean wellFormed =
        switch (kind) {
          case 'O', 'E', 'J' -> length > 0 && length <= LARGEST_PIECE;
          case 'F' -> length <= LARGEST_REASON;
          case 'Z' -> length == ExitFrame.LENGTH || length == ExitFrame.JUDGED_LENGTH;
          default -> false;
        };
    if (!wellFormed) {
      throw new IOException("not a frame of the starter: kind " + kind + ", length " + length);
    }
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new EOFException("the stream ended within a frame");
    }
    return payload;
  }

  private static void take(
      OutputSink.Stream stream, OutputCapture capture, byte[] payload, OutputSink sink) {
    capture.add(payload);
    sink.take(stream, payload);
  }
}
