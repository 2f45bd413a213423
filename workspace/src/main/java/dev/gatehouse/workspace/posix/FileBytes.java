package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.error.WorkspaceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The bytes behind a descriptor. */
public final class FileBytes {
  private static final int PIECE = 1 << 16;
  private static final int SMALLEST_PIECE = 1 << 9;

  private static final MethodHandle READ =
      Native.function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE =
      Native.function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

  private FileBytes() {}

  /**
   * Everything from where the descriptor stands; the bound is on the bytes that come, not on what
   * the file says of its size.
   *
   * @param expected what the file says
   */
  static byte[] read(Descriptor file, long expected, long maxBytes, String path) {
    // One more than expected, so that the end of an honest file is seen without a second piece.
    int size = Math.clamp(expected + 1, SMALLEST_PIECE, PIECE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(size);
      byte[] piece = new byte[size];
      ByteArrayOutputStream all = new ByteArrayOutputStream(size);
      while (true) {
        long read =
            Native.call(
                (a, state) -> (long) READ.invokeExact(state, file.fd(), buffer, (long) size));
        if (Errno.check(read, "read", path) == 0) {
          return all.toByteArray();
        }
        if (all.size() + read > maxBytes) {
          throw new WorkspaceException(
              WorkspaceErrorCode.TOO_LARGE, "%s: more than %s bytes".formatted(path, maxBytes));
        }
        MemorySegment.copy(buffer, JAVA_BYTE, 0, piece, 0, (int) read);
        all.write(piece, 0, (int) read);
      }
    }
  }

  /** Writes the content, piece by piece. */
  public static void write(Descriptor file, FileWriting content, String path) {
    try (FileOutput out = new FileOutput(file, path)) {
      content.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the beginning of a buffer; how much of it, or the error negated. */
  public static long write(Descriptor file, MemorySegment buffer, int length) {
    return Native.call(
        (a, state) -> (long) WRITE.invokeExact(state, file.fd(), buffer, (long) length));
  }

  /** Hands on everything from where the descriptor stands, as {@link #read}; nothing is kept. */
  static void copy(Descriptor file, long maxBytes, String path, OutputStream to)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(PIECE);
      byte[] piece = new byte[PIECE];
      for (long all = 0; ; ) {
        long read =
            Native.call(
                (a, state) -> (long) READ.invokeExact(state, file.fd(), buffer, (long) PIECE));
        if (Errno.check(read, "read", path) == 0) {
          return;
        }
        all += read;
        if (all > maxBytes) {
          throw new WorkspaceException(
              WorkspaceErrorCode.TOO_LARGE, "%s: more than %s bytes".formatted(path, maxBytes));
        }
        MemorySegment.copy(buffer, JAVA_BYTE, 0, piece, 0, (int) read);
        to.write(piece, 0, (int) read);
      }
    }
  }
}
