package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.SigningKey;
import dev.gatehouse.evidence.keys.VerificationKey.Algorithm;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTests {
  private static final SigningKey KEY = SigningKey.generate(Algorithm.ED25519);

  /** The eight entries and the roots of RFC 6962's reference implementation. */
  private static final List<String> ENTRIES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void theRootsAreThePublishedOnes() {
    MerkleTree tree = new MerkleTree();
    assertThat(tree.root()).isEqualTo(Digest.of(new byte[0]));
    for (int i = 0; i < ENTRIES.size(); i++) {
      tree.add(HexFormat.of().parseHex(ENTRIES.get(i)));
      assertThat(tree.root().hex()).isEqualTo(ROOTS.get(i));
      assertThat(tree.size()).isEqualTo(i + 1);
    }
  }

  @Test
  void aNoteIsOfTheKeyThatSignedIt() {
    Checkpoint checkpoint = checkpoint("gatehouse.dev/runs/run-1");
    Checkpoint.Signed signed = Checkpoint.parse(checkpoint.sign(KEY));
    assertThat(signed.checkpoint()).isEqualTo(checkpoint);
    assertThat(signed.isOf(KEY.publicKey())).isTrue();
    assertThat(signed.isOf(SigningKey.generate(Algorithm.ED25519).publicKey())).isFalse();
    assertThat(checkpoint.vkey(KEY.publicKey())).startsWith("gatehouse.dev/runs/run-1+");
  }

  @Test
  void theSignatureCoversOriginSizeAndRoot() {
    byte[] note = checkpoint("gatehouse.dev/runs/run-1").sign(KEY);
    String text = new String(note, UTF_8);
    for (String changed : List.of(text.replace("run-1", "run-2"), text.replace("\n7\n", "\n8\n"))) {
      assertThat(Checkpoint.parse(changed.getBytes(UTF_8)).isOf(KEY.publicKey())).isFalse();
    }
  }

  @Test
  void refusesEveryOtherFormOfTheSameNote() {
    String text = new String(checkpoint("gatehouse.dev/runs/run-1").sign(KEY), UTF_8);
    for (String changed :
        List.of(
            text + "\n",
            text.replace("\n7\n", "\n07\n"),
            text.replace("\n7\n", "\n7\nextension\n"),
            text.replace("\u2014 gatehouse", "- gatehouse"),
            text.replace("\u2014 gatehouse.dev", "\u2014 other.dev"),
            text + "\u2014 other.dev AAAA\n",
            text.replace("\n\n", "\n"))) {
      assertThatExceptionOfType(JsonFormatException.class)
          .isThrownBy(() -> Checkpoint.parse(changed.getBytes(UTF_8)));
    }
  }

  private static Checkpoint checkpoint(String origin) {
    return new Checkpoint(origin, 7, Digest.of(new byte[] {7}));
  }
}
