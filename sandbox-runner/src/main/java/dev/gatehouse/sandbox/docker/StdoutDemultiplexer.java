package dev.gatehouse.sandbox.docker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The standard output within the engine's multiplexed stream: headers of 8 bytes (kind, three
 * zeros, 32-bit big-endian length) before each piece. Standard error of process 1 is not used and
 * is skipped.
 */
final class StdoutDemultiplexer extends InputStream {
  private static final int STDOUT = 1;
  private final DataInputStream in;
  private long left;

  StdoutDemultiplexer(InputStream in) {
    this.in = new DataInputStream(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (left == 0) {
      int kind = in.read();
      if (kind < 0) {
        return -1;
      }
      in.skipNBytes(3);
      long size = Integer.toUnsignedLong(in.readInt());
      if (kind == STDOUT) {
        left = size;
      } else {
        in.skipNBytes(size);
      }
    }
    int n = in.read(bytes, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the engine's stream ended within a piece");
    }
    left -= n;
    return n;
  }
}
