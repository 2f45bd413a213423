package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection, byte by byte. */
final class Wire implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int LITTLE = 64 * 1024;

  private final Socket socket;

  private Wire(Socket socket) {
    this.socket = socket;
  }

  /**
   * What came back.
   *
   * @param head status line and headers, in lower case
   */
  record Reply(int status, String head, String body) {
    /** {@code STATUS CODE}. */
    String told() {
      return status + " " + problem().path("code").asString("none");
    }

    JsonNode problem() {
      return head.contains("application/problem+json") ? JSON.readTree(body) : JSON.nullNode();
    }
  }

  /** A connection to the gateway at that address. */
  static Wire to(URI server) {
    try {
      Socket socket = new Socket();
      // What the machine itself holds of an answer does not hide how slowly it is read.
      socket.setReceiveBufferSize(LITTLE);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      return new Wire(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request with these header lines, and the line that ends them. */
  Wire request(String line, String... headers) {
    StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\nHost: gatehouse\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return send(head + "\r\n");
  }

  /** Sends a text as it is. */
  Wire send(String text) {
    send(text.getBytes(ISO_8859_1));
    return this;
  }

  /** Sends bytes; whether the other side still takes them. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return true;
    } catch (IOException e) {
      // The gateway closed the connection: its answer can still be read.
      return false;
    }
  }

  /** The next answer; fails after a minute. */
  Reply reply() {
    return replied().orElseThrow(() -> new AssertionError("the connection ended without answer"));
  }

  /** The next answer, or nothing where the connection ended. */
  Optional<Reply> replied() {
    try {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int read = in.read();
        if (read < 0) {
          return Optional.empty();
        }
        head.write(read);
      }
      String text = head.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
      int status = Integer.parseInt(text.substring(9, 12));
      return Optional.of(new Reply(status, text, body(in, text)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The status of the next answer, whose body is not read; nothing where the connection ended. */
  Optional<Integer> status() {
    try {
      byte[] line = socket.getInputStream().readNBytes(12);
      return line.length < 12
          ? Optional.empty()
          : Optional.of(Integer.parseInt(new String(line, 9, 3, ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads a little now and then until the connection ends; how many bytes came. */
  long readSlowly() {
    long all = 0;
    byte[] little = new byte[16 * 1024];
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (int read = 0; read >= 0; read = socket.getInputStream().read(little)) {
        all += read;
        LockSupport.parkNanos(PAUSE.toNanos());
        if (System.nanoTime() > deadline) {
          throw new AssertionError("the connection does not end after %s bytes".formatted(all));
        }
      }
      return all;
    } catch (IOException e) {
      return all;
    }
  }

  /**
   * Sends a letter now and then until the gateway has closed the connection; how long that took.
   */
  Duration trickles() {
    long began = System.nanoTime();
    while (send(new byte[] {'x'})) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new AssertionError("the connection does not end");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Whether the gateway ends the connection within a minute; what it still sends is dropped. */
  boolean ends() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static String body(InputStream in, String head) throws IOException {
    int at = head.indexOf("content-length: ");
    if (at >= 0) {
      int from = at + "content-length: ".length();
      int length = Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
      return new String(in.readNBytes(length), UTF_8);
    }
    return head.contains("connection: close") ? new String(in.readAllBytes(), UTF_8) : "";
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
