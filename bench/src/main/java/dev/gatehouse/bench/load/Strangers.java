package dev.gatehouse.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.bench.Pause;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What somebody without a token can send, byte by byte. */
final class Strangers {
  private static final int BODY = 9_900_000;
  private static final int BODIES = 100;
  private static final int IDLE = 1_000;
  private static final Duration HOLD = Duration.ofSeconds(10);
  private static final int TIMEOUT_MILLIS = 10_000;

  private Strangers() {}

  static List<Party> all(URI server, Recorder recorder) {
    return List.of(
        new Bodies(server, recorder, "/nope"),
        new Bodies(server, recorder, "/v1/runs"),
        new Idle(server),
        new Guesser(server, recorder));
  }

  /** Sends large bodies to an address as far as they are taken, and waits. */
  private record Bodies(URI server, Recorder recorder, String path) implements Party {
    @Override
    public String name() {
      return "stranger-bodies";
    }

    @Override
    public void act() {
      List<Socket> sockets = new ArrayList<>();
      byte[] part = new byte[64 * 1024];
      try {
        for (int i = 0; i < BODIES; i++) {
          Socket socket = connect(server);
          sockets.add(socket);
          long start = System.nanoTime();
          OutputStream out = socket.getOutputStream();
          out.write(
              """
              POST %s HTTP/1.1\r
              Host: x\r
              Content-Type: application/json\r
              Content-Length: %s\r
              \r
              """
                  .formatted(path, BODY + part.length)
                  .getBytes(US_ASCII));
          for (int sent = 0; sent < BODY; sent += part.length) {
            out.write(part);
          }
          recorder.add(name(), path, start, "TAKEN");
        }
        Pause.of(HOLD);
      } catch (IOException e) {
        recorder.add(name(), path, System.nanoTime(), "CUT");
      } finally {
        closeAll(sockets);
      }
    }
  }

  /** Connections that send the half of a request line, and nothing more. */
  private record Idle(URI server) implements Party {
    @Override
    public String name() {
      return "stranger-idle";
    }

    @Override
    public void act() throws IOException {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < IDLE; i++) {
          Socket socket = connect(server);
          sockets.add(socket);
          socket.getOutputStream().write("GET /actuator/hea".getBytes(US_ASCII));
        }
        Pause.of(HOLD);
      } finally {
        closeAll(sockets);
      }
    }
  }

  /** Tries tokens as fast as it is answered. */
  private record Guesser(URI server, Recorder recorder) implements Party {
    @Override
    public String name() {
      return "stranger-guesser";
    }

    @Override
    public void act() throws IOException {
      try (Socket socket = connect(server)) {
        OutputStream out = socket.getOutputStream();
        byte[] answer = new byte[8192];
        for (int i = 0; i < 1_000; i++) {
          out.write(
              """
              GET /v1/runs HTTP/1.1\r
              Host: x\r
              Authorization: Bearer gha_%s\r
              \r
              """
                  .formatted("0".repeat(28) + (1000 + i))
                  .getBytes(US_ASCII));
          if (socket.getInputStream().read(answer) < 0) {
            return;
          }
        }
      }
    }
  }

  private static Socket connect(URI server) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void closeAll(List<Socket> sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        assert socket.isClosed();
      }
    }
  }
}
