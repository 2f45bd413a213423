package dev.gatehouse.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds a port of the loopback address for a server.
 *
 * <p>It lies below the range from which the kernel takes the ports of outgoing connections, so none
 * of these has it between the search and the use, or while the server is started again. Searches of
 * one process do not return a port twice before every other port was tried.
 */
public final class FreePort {
  /** "low TAB high" (the kernel's Documentation/networking/ip-sysctl.rst). */
  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private static final int FIRST = 10_000;

  /** Shares no factor with usual sizes of the range, so that every port is tried. */
  private static final int STRIDE = 7919;

  /** Knuth's multiplicative hash: processes with adjacent ids begin far from each other. */
  private static final long SPREAD = 2_654_435_761L;

  private static final AtomicLong NEXT =
      new AtomicLong(ProcessHandle.current().pid() * SPREAD % Integer.MAX_VALUE);

  private FreePort() {}

  /**
   * A port on which nobody listens.
   *
   * @throws IOException if no port is free
   */
  public static int find() throws IOException {
    int ports = firstOutgoing() - FIRST;
    for (int i = 0; i < ports; i++) {
      int port = FIRST + (int) (NEXT.getAndIncrement() * STRIDE % ports);
      if (isFree(port)) {
        return port;
      }
    }
    return anyPort();
  }

  /** Whether nobody listens on it. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The kernel gives the whole line to the first read alone, so that one has to be large enough.
   */
  private static int firstOutgoing() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(OUTGOING, StandardCharsets.US_ASCII)) {
      return Integer.parseInt(reader.readLine().split("\\s+")[0]);
    }
  }

  /** For a kernel whose range of outgoing ports leaves none below it. */
  private static int anyPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
