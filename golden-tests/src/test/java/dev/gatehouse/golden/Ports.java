package dev.gatehouse.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ports of the loopback address for servers, none of them given twice: all below the range from
 * which the kernel takes the ports of outgoing connections, so a server that is started again finds
 * its port free.
 */
final class Ports {
  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int FIRST = 10_000;
  private static final int STRIDE = 7919;

  /** Begins somewhere else in each of the JVMs that run at once. */
  private static final AtomicLong NEXT =
      new AtomicLong(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));

  private Ports() {}

  /** One on which nobody listens. */
  static int free() {
    int ports = firstOutgoing() - FIRST;
    for (int i = 0; i < ports; i++) {
      int port = FIRST + (int) (NEXT.getAndIncrement() * STRIDE % ports);
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("no port is free between " + FIRST + " and " + (FIRST + ports));
  }

  /** The kernel gives the whole line to the first read alone. */
  private static int firstOutgoing() {
    try (BufferedReader reader = Files.newBufferedReader(OUTGOING, StandardCharsets.US_ASCII)) {
      return Integer.parseInt(reader.readLine().split("\\s+")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
