package dev.gatehouse.workspace.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Writes to a descriptor, which it does not close. */
final class FileOutput extends OutputStream {
  private static final int PIECE = 1 << 16;

  private final Descriptor file;
  private final String path;
  private final Arena arena = Arena.ofConfined();
  private MemorySegment buffer = MemorySegment.NULL;

  FileOutput(Descriptor file, String path) {
    this.file = file;
    this.path = path;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int size = Math.min(PIECE, length);
    if (buffer.byteSize() < size) {
      buffer = arena.allocate(size);
    }
    for (int done = 0; done < length; ) {
      int piece = Math.min(PIECE, length - done);
      MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, piece);
      done += (int) Errno.check(FileBytes.write(file, buffer, piece), "write", path);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
