package dev.gatehouse.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DigestTests {
  /** FIPS 180-4, example of one block. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void agreesWithThePublishedVector() {
    assertThat(Digest.of("abc".getBytes(UTF_8)).hex()).isEqualTo(ABC);
    assertThat(Digest.ofRaw(new Digest(ABC).raw())).isEqualTo(new Digest(ABC));
  }

  @Test
  void refusesUpperCaseAndOtherLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Digest(ABC.toUpperCase(java.util.Locale.ROOT)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Digest(ABC.substring(1)));
  }
}
