package dev.gatehouse.sandbox.docker;

import dev.gatehouse.sandbox.EngineSettings;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Standard input and output of a container over one hijacked connection to the engine ("Attach to a
 * container" of the engine's API). It is ours because docker-java cannot close standard input, and
 * because its end is the starter's sign that the gateway is gone.
 */
final class ContainerAttachment implements AutoCloseable {
  private static final int LONGEST_HEADER = 8192;
  private final SocketChannel channel;
  private final InputStream output;

  private ContainerAttachment(SocketChannel channel) {
    this.channel = channel;
    this.output =
        new StdoutDemultiplexer(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
  }

  /** Attaches to a created container, before its start, so that nothing is missed. */
  static ContainerAttachment open(EngineSettings settings, String containerId) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try (Watchdog _ = Watchdog.after(settings.timeout(), () -> closeQuietly(channel))) {
        channel.connect(UnixDomainSocketAddress.of(settings.socket()));
        write(channel, request(containerId));
        expectUpgrade(channel);
        return new ContainerAttachment(channel);
      } catch (IOException e) {
        closeQuietly(channel);
        throw e;
      }
    } catch (IOException e) {
      throw Engine.unavailable(settings.socket(), e);
    }
  }

  private static byte[] request(String containerId) {
    return ("POST /v"
            + Engine.API_VERSION
            + "/containers/"
            + containerId
            + "/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n"
            + "Host: engine\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads byte by byte: what follows the header is the container's. */
  private static void expectUpgrade(SocketChannel channel) throws IOException {
    StringBuilder header = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (header.indexOf("\r\n\r\n") < 0) {
      if (channel.read(one.clear()) < 0 || header.length() > LONGEST_HEADER) {
        throw new EOFException("the engine did not answer an attach");
      }
      header.append((char) (one.get(0) & 0xff));
    }
    if (!header.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException(
          "the engine refused an attach: " + header.substring(0, header.indexOf("\r")));
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  void send(byte[] bytes) throws IOException {
    write(channel, bytes);
  }

  /** What process 1 writes to its standard output. */
  InputStream output() {
    return output;
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be lost: the connection carries no more than its reader has taken.
      assert !channel.isOpen();
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
