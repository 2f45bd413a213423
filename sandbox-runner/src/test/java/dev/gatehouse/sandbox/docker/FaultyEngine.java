package dev.gatehouse.sandbox.docker;

import dev.gatehouse.sandbox.EngineSettings;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real engine behind a socket of its own, which answers the next starts and removals of
 * containers with failures of the test's choice, and holds requests of the test's choice back.
 * Everything else passes unchanged.
 */
public final class FaultyEngine implements AutoCloseable {
  private static final Path REAL = EngineSettings.usual().socket();

  /**
   * An answer to one request.
   *
   * @param status of HTTP
   * @param message what the engine says; {@code ID} in it stands for the container's
   * @param passed whether the engine is asked nevertheless, so that the request has its effect
   */
  record Fault(int status, String message, boolean passed) {}

  /** Requests that are held back: those whose head has the text. */
  public static final class Hold {
    private final String text;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private Hold(String text) {
      this.text = text;
    }

    /** Returns when one of them has come. */
    public void awaitRequest() throws InterruptedException {
      if (!reached.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no request has " + text);
      }
    }

    /** Lets them go on. */
    public void end() {
      over.countDown();
    }

    private void pass(String head) throws IOException {
      if (head.contains(text)) {
        reached.countDown();
        try {
          over.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      }
    }
  }

  private static final Pattern REMOVAL =
      Pattern.compile("DELETE [^ ]*/containers/([0-9a-f]{64})[? ].*");

  /** The answers to the next starts. */
  final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

  /** The answers to the next removals. */
  final Queue<Fault> removalFaults = new ConcurrentLinkedQueue<>();

  final AtomicInteger starts = new AtomicInteger();

  /** The containers whose removal was asked for, once for each request. */
  final Queue<String> removals = new ConcurrentLinkedQueue<>();

  private final Path directory;
  private final ServerSocketChannel server;
  private volatile Hold hold = new Hold("no request");

  /** Starts it. */
  public FaultyEngine() {
    try {
      directory = Files.createTempDirectory("gatehouse-engine-");
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Holds requests back whose head has the text, until {@link Hold#end}. */
  public Hold hold(String text) {
    hold = new Hold(text);
    return hold;
  }

  /** Where it listens. */
  public Path socket() {
    return directory.resolve("engine.sock");
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      assert !server.isOpen();
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(REAL))) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(client));
      OutputStream out = Channels.newOutputStream(client);
      OutputStream onwards = Channels.newOutputStream(engine);
      Thread.ofVirtual().start(() -> pump(Channels.newInputStream(engine), out, client));
      while (true) {
        String head = head(in);
        hold.pass(head);
        String line = head.substring(0, head.indexOf('\r'));
        boolean start = line.contains("/start ");
        Matcher removal = REMOVAL.matcher(line);
        Fault fault = start ? faults.poll() : null;
        if (removal.matches()) {
          fault = removalFaults.poll();
          removals.add(removal.group(1));
        }
        starts.addAndGet(start ? 1 : 0);
        if (fault != null) {
          answer(fault, head, out);
          continue;
        }
        onwards.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (head.toLowerCase(Locale.ROOT).contains("upgrade: tcp")) {
          in.transferTo(onwards);
          engine.shutdownOutput();
          return;
        }
        body(head.toLowerCase(Locale.ROOT), in, onwards);
      }
    } catch (IOException _) {
      // Either side has closed its connection.
    }
  }

  private static void answer(Fault fault, String head, OutputStream out) throws IOException {
    if (fault.passed()) {
      try (SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(REAL))) {
        String once = head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        Channels.newOutputStream(engine).write(once.getBytes(StandardCharsets.ISO_8859_1));
        Channels.newInputStream(engine).readAllBytes();
      }
    }
    Matcher removal = REMOVAL.matcher(head.substring(0, head.indexOf('\r')));
    String message =
        removal.matches() ? fault.message().replace("ID", removal.group(1)) : fault.message();
    byte[] body = ("{\"message\":\"" + message + "\"}\n").getBytes(StandardCharsets.UTF_8);
    out.write(
        ("HTTP/1.1 "
                + fault.status()
                + " No\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  private static void pump(InputStream from, OutputStream to, SocketChannel client) {
    try (client) {
      from.transferTo(to);
    } catch (IOException _) {
      // Either side has closed its connection.
    }
  }

  /** A request's head, byte for byte. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(oneByte(in));
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int oneByte(InputStream in) throws IOException {
    int one = in.read();
    if (one < 0) {
      throw new EOFException();
    }
    return one;
  }

  private static void body(String head, InputStream in, OutputStream to) throws IOException {
    if (head.contains("transfer-encoding: chunked")) {
      long size;
      do {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
          line.append((char) oneByte(in));
        }
        size = Long.parseLong(line.toString().strip(), 16);
        to.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        to.write(in.readNBytes(Math.toIntExact(size + 2)));
      } while (size > 0);
      return;
    }
    int at = head.indexOf("content-length:");
    if (at >= 0) {
      String value = head.substring(at + 15, head.indexOf('\r', at)).strip();
      to.write(in.readNBytes(Integer.parseInt(value)));
    }
  }

  @Override
  public void close() {
    hold.end();
    try {
      server.close();
      Files.deleteIfExists(socket());
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
