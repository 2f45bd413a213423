package dev.gatehouse.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.postgres.FreePort;
import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ExternalPostgresTests {
  @Test
  void refusesAnAddressOfSomethingElse() {
    assertThatThrownBy(() -> ExternalPostgres.at("jdbc:h2:mem:x", new Properties()))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("jdbc:postgresql");
  }

  @Test
  void namesAServerThatDoesNotAnswer() throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/gatehouse";
    assertThatThrownBy(() -> ExternalPostgres.at(url, new Properties()))
        .isInstanceOfSatisfying(
            DatabaseUnavailableException.class,
            refused -> {
              assertThat(refused.getMessage()).contains("does not answer");
              assertThat(refused.next()).isNotBlank();
            });
  }
}
