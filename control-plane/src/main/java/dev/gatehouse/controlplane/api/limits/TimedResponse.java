package dev.gatehouse.controlplane.api.limits;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer that has to be read within a time: a slow reader holds its memory no longer. */
final class TimedResponse extends HttpServletResponseWrapper {
  private static final int PIECE = 8 * 1024;

  private final Duration within;
  private @Nullable ServletOutputStream out;
  private boolean cut;

  TimedResponse(HttpServletResponse response, Duration within) {
    super(response);
    this.within = within;
  }

  /** Whether writing has failed; what was sent is not the whole answer. */
  boolean isCut() {
    return cut;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = new Timed(super.getOutputStream());
    }
    return out;
  }

  @Override
  public void flushBuffer() {}

  private final class Timed extends ServletOutputStream {
    private final ServletOutputStream out;
    private final long began = System.nanoTime();

    Timed(ServletOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      for (int from = offset; from < end; from += PIECE) {
        if (cut || System.nanoTime() - began > within.toNanos()) {
          cut = true;
          throw new InterruptedIOException("the answer was not read in time");
        }
        int piece = Math.min(PIECE, end - from);
        int begin = from;
        guarded(() -> out.write(bytes, begin, piece));
      }
    }

    /** An answer is sent whole; small ones get their length. */
    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {
      guarded(out::close);
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("answers are written at once");
    }

    private void guarded(Writing writing) throws IOException {
      try {
        writing.run();
      } catch (IOException e) {
        cut = true;
        throw e;
      }
    }
  }

  private interface Writing {
    void run() throws IOException;
  }
}
