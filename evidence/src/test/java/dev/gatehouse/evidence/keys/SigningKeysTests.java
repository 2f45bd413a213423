package dev.gatehouse.evidence.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTests {
  @TempDir Path data;

  @Test
  void keysAreMadeOnceAndForTheirOwnerAlone() throws IOException {
    SigningKeys made = SigningKeys.loadOrCreate(data.resolve("keys"));
    SigningKeys loaded = SigningKeys.loadOrCreate(data.resolve("keys"));
    assertThat(loaded.trust()).isEqualTo(made.trust());
    byte[] message = "message".getBytes(UTF_8);
    assertThat(made.envelope().publicKey().verifies(message, loaded.envelope().sign(message)))
        .isTrue();
    assertThat(made.checkpoint().publicKey().verifies(message, loaded.checkpoint().sign(message)))
        .isTrue();
    assertThat(mode("keys")).isEqualTo("rwx------");
    for (String name : new String[] {"envelope.p8", "checkpoint.p8", "trust.json"}) {
      assertThat(mode("keys/" + name)).isEqualTo("rw-------");
    }
  }

  @Test
  void keysOfAnInterruptedStartAreMadeAnew() throws IOException {
    Files.createDirectory(data.resolve(".new-keys"));
    Files.writeString(data.resolve(".new-keys/envelope.p8"), "half");
    assertThat(SigningKeys.loadOrCreate(data.resolve("keys")).trust().envelopeKeys()).hasSize(1);
    assertThat(data.resolve(".new-keys")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"envelope.p8", "checkpoint.p8", "trust.json"})
  void aMissingFileIsNeverReplaced(String name) throws IOException {
    SigningKeys.loadOrCreate(data.resolve("keys"));
    Files.delete(data.resolve("keys").resolve(name));
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> SigningKeys.loadOrCreate(data.resolve("keys")))
        .withMessageContaining(name);
  }

  @Test
  void keysThatOthersMayReadAreRefused() throws IOException {
    SigningKeys.loadOrCreate(data.resolve("keys"));
    Files.setPosixFilePermissions(
        data.resolve("keys/envelope.p8"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> SigningKeys.loadOrCreate(data.resolve("keys")))
        .withMessageContaining("0600");
  }

  @Test
  void aTrustFileOfOtherKeysIsRefused() throws IOException {
    SigningKeys.loadOrCreate(data.resolve("keys"));
    Files.write(
        data.resolve("keys/trust.json"), SigningKeys.generate().trust().toJson().canonical());
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> SigningKeys.loadOrCreate(data.resolve("keys")))
        .withMessageContaining("trust.json");
  }

  @Test
  void aKeyIdIsTheDigestOfItsKey() throws IOException {
    Path file = data.resolve("trust.json");
    TrustStore trust = SigningKeys.generate().trust();
    String keyId = trust.envelopeKeys().getFirst().key().keyId().hex();
    String text = trust.toJson().canonicalText();
    Files.writeString(file, text);
    assertThat(TrustStore.read(file)).isEqualTo(trust);
    Files.writeString(file, text.replace(keyId, "0".repeat(64)));
    assertThatExceptionOfType(KeyException.class).isThrownBy(() -> TrustStore.read(file));
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name)));
  }
}
