package dev.gatehouse.evidence.attest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.SigningKey;
import dev.gatehouse.evidence.keys.VerificationKey.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsseTests {
  private static final SigningKey KEY = SigningKey.generate(Algorithm.P256);
  private static final byte[] PAYLOAD = "{\"a\":\"??>>\u00ff\"}".getBytes(UTF_8);

  /** The example of the DSSE protocol document. */
  @Test
  void encodesWhatIsSignedAsPublished() {
    assertThat(Dsse.pae("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void readsBackWhatWasSigned() {
    Dsse envelope = Dsse.read(Dsse.sign(PAYLOAD, KEY));
    assertThat(envelope.payload()).isEqualTo(PAYLOAD);
    assertThat(envelope.keyId()).isEqualTo(KEY.publicKey().keyId().hex());
    assertThat(envelope.isOf(KEY.publicKey())).isTrue();
    assertThat(envelope.isOf(SigningKey.generate(Algorithm.P256).publicKey())).isFalse();
    assertThat(new Dsse(new byte[] {1}, envelope.keyId(), envelope.signature()))
        .returns(false, changed -> changed.isOf(KEY.publicKey()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"payload\":\"|{ \"payload\":\"",
        "in-toto+json|in-toto.x+json",
        "\"}]}|\"},{\"keyid\":\"\",\"sig\":\"\"}]}",
        "\"}]}|\",\"x\":1}]}",
        "=\",\"payloadType|\",\"payloadType",
        "/|_",
        "{\"keyid\":|{\"keyId\":",
        "\"signatures\":|\"extra\":1,\"signatures\":"
      })
  void refusesEveryOtherFormOfTheSameEnvelope(String from, String to) {
    String envelope = new String(Dsse.sign(PAYLOAD, KEY), UTF_8);
    assertThat(envelope).contains(from);
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> Dsse.read(envelope.replace(from, to).getBytes(UTF_8)));
  }
}
