package dev.gatehouse.workspace.posix;

import java.io.IOException;
import java.io.OutputStream;

/** The content of a file that is written, which need not be in memory as a whole. */
public interface FileWriting {
  /** Writes bytes to a stream. */
  @FunctionalInterface
  interface Writer {
    /** Writes all of them; {@code out} stays open. */
    void to(OutputStream out) throws IOException;
  }

  /** These bytes. */
  static FileWriting of(byte[] content) {
    return of(content.length, out -> out.write(content));
  }

  /** So many bytes, written by that. */
  static FileWriting of(long length, Writer writer) {
    return new FileWriting() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public void to(OutputStream out) throws IOException {
        writer.to(out);
      }
    };
  }

  /** How many bytes are expected; at least 0. */
  long length();

  /** Writes all of it; {@code out} stays open. */
  void to(OutputStream out) throws IOException;
}
