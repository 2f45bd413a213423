package dev.gatehouse.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Scanner;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTests {
  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  @Test
  void noOutgoingConnectionHasItsPort() throws IOException {
    try (Scanner range = new Scanner(OUTGOING, US_ASCII)) {
      assertThat(FreePort.find()).isBetween(10_000, range.nextInt() - 1);
    }
  }

  @Test
  void portWithAServerIsNotFoundAgain() throws IOException {
    int taken = FreePort.find();
    try (ServerSocket server = new ServerSocket(taken, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(server.isBound()).isTrue();
      assertThat(FreePort.isFree(taken)).isFalse();
      assertThat(FreePort.find()).isNotEqualTo(taken);
    }
  }

  @Test
  void searchesDoNotReturnAPortTwice() throws IOException {
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(found.add(FreePort.find())).isTrue();
    }
  }
}
