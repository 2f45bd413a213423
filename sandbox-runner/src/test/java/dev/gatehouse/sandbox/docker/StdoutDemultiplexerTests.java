package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class StdoutDemultiplexerTests {
  private static final byte[] TWO_PIECES = {
    1, 0, 0, 0, 0, 0, 0, 2, 'a', 'b', 2, 0, 0, 0, 0, 0, 0, 1, '!', 1, 0, 0, 0, 0, 0, 0, 1, 'c'
  };

  @Test
  void joinsThePiecesOfStandardOutput() throws IOException {
    assertThat(new StdoutDemultiplexer(new ByteArrayInputStream(TWO_PIECES)).readAllBytes())
        .isEqualTo(new byte[] {'a', 'b', 'c'});
  }

  @Test
  void doesNotWaitForMoreThanItWasAskedFor() throws IOException {
    InputStream nothingAfterThePiece =
        new InputStream() {
          private int next;

          @Override
          public int read() {
            if (next == 10) {
              throw new IllegalStateException("would block");
            }
            return TWO_PIECES[next++];
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            bytes[offset] = (byte) read();
            return 1;
          }
        };
    assertThat(new StdoutDemultiplexer(nothingAfterThePiece).readNBytes(2))
        .isEqualTo(new byte[] {'a', 'b'});
  }

  @Test
  void doesNotTakeACutPieceForTheEnd() {
    InputStream cut = new StdoutDemultiplexer(new ByteArrayInputStream(TWO_PIECES, 0, 9));
    assertThatThrownBy(cut::readAllBytes).isInstanceOf(EOFException.class);
  }
}
