package dev.gatehouse.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OtherPostgresTests {
  @Test
  void refusesAnAddressOfSomethingElse() {
    assertThatThrownBy(() -> OtherPostgres.at("jdbc:h2:mem:x", new Properties()))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("jdbc:postgresql");
  }

  @Test
  void namesAServerThatDoesNotAnswer() throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + closedPort() + "/gatehouse";
    assertThatThrownBy(() -> OtherPostgres.at(url, new Properties()))
        .isInstanceOfSatisfying(
            DatabaseUnavailable.class,
            refused -> {
              assertThat(refused.getMessage()).contains("does not answer");
              assertThat(refused.next()).isNotBlank();
            });
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
