package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Reads one body whole: its memory is taken first, and its time is bounded. */
final class BodyReader {
  private static final int STEP = 64 * 1024;

  private final long maxBytes;
  private final Duration within;
  private final CallMemory memory;
  private final long began = System.nanoTime();

  BodyReader(long maxBytes, Duration within, CallMemory memory) {
    this.maxBytes = maxBytes;
    this.within = within;
    this.memory = memory;
  }

  /**
   * A body of exactly that length.
   *
   * @throws ApiException BODY_TOO_LARGE, OVERLOADED, before anything is read
   * @throws IOException if it does not arrive, or not in time
   */
  byte[] whole(InputStream in, long length) throws IOException {
    requireFits(length);
    memory.body(length);
    byte[] body = new byte[Math.toIntExact(length)];
    for (int at = 0; at < body.length; ) {
      int read = read(in, body, at);
      if (read < 0) {
        throw new EOFException("the body ended early");
      }
      at += read;
    }
    return body;
  }

  /**
   * A body of a length that nobody said; its memory is taken in steps, as it arrives.
   *
   * @throws ApiException BODY_TOO_LARGE, OVERLOADED
   * @throws IOException if it does not arrive, or not in time
   */
  byte[] growing(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] step = new byte[STEP];
    for (int read = read(in, step, 0); read >= 0; read = read(in, step, 0)) {
      requireFits((long) body.size() + read);
      memory.body(read);
      body.write(step, 0, read);
    }
    return body.toByteArray();
  }

  private int read(InputStream in, byte[] into, int at) throws IOException {
    if (System.nanoTime() - began > within.toNanos()) {
      throw new InterruptedIOException("the body came too slowly");
    }
    return in.read(into, at, into.length - at);
  }

  private void requireFits(long length) {
    if (length > maxBytes) {
      throw new ApiException(
          ApiErrorCode.BODY_TOO_LARGE,
          "a body has at most %s bytes".formatted(maxBytes),
          "send less in one call");
    }
  }
}
