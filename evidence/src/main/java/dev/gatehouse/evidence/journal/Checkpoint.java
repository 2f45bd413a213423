package dev.gatehouse.evidence.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.SigningKey;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.evidence.keys.VerificationKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a journal held when it was signed (C2SP tlog-checkpoint): its lines are the entries of a
 * Merkle tree.
 *
 * @param origin names the journal; the key signs under this name
 * @param size number of lines
 * @param root root of {@link MerkleTree} over the lines without line feeds
 */
public record Checkpoint(String origin, long size, Digest root) {
  private static final byte ED25519_TYPE = 1;
  private static final Pattern NOTE =
      Pattern.compile(
          """
          ([!-~]{1,255})
          (0|[1-9][0-9]{0,15})
          ([A-Za-z0-9+/]{43}=)

          \u2014 ([!-~]{1,255}) ([A-Za-z0-9+/]{91}=)
          """);

  /**
   * A checkpoint as a file holds it: a signed note (C2SP signed-note) with exactly one signature.
   *
   * @param checkpoint what was signed
   * @param keyHint the four bytes by which a note names a key
   * @param signature 64 bytes
   */
  public record Signed(Checkpoint checkpoint, byte[] keyHint, byte[] signature) {

    /** Whether the note names this key and its signature is this key's. */
    public boolean isOf(VerificationKey key) {
      return Arrays.equals(keyHint, checkpoint.keyHint(key))
          && key.verifies(checkpoint.body(), signature);
    }
  }

  /** The origin of a run's journal. */
  public static String originOf(String runId) {
    return TrustStore.RUN_ORIGIN + runId;
  }

  /** The signed note. */
  public byte[] sign(SigningKey key) {
    byte[] hint = keyHint(key.publicKey());
    byte[] signature = key.sign(body());
    byte[] both = Arrays.copyOf(hint, hint.length + signature.length);
    System.arraycopy(signature, 0, both, hint.length, signature.length);
    String line = "\n\u2014 " + origin + " " + Base64.getEncoder().encodeToString(both) + "\n";
    return (new String(body(), UTF_8) + line).getBytes(UTF_8);
  }

  /**
   * Reads a signed note; the signature is not looked at.
   *
   * @throws JsonFormatException if the bytes are not exactly such a note under the origin's own
   *     name
   */
  public static Signed parse(byte[] note) {
    Matcher matcher = NOTE.matcher(new String(note, UTF_8));
    if (!matcher.matches() || !matcher.group(1).equals(matcher.group(4))) {
      throw new JsonFormatException("not a checkpoint with one signature under its own origin");
    }
    byte[] both = Base64.getDecoder().decode(matcher.group(5));
    byte[] root = Base64.getDecoder().decode(matcher.group(3));
    Checkpoint checkpoint =
        new Checkpoint(matcher.group(1), Long.parseLong(matcher.group(2)), Digest.ofRaw(root));
    Signed signed =
        new Signed(checkpoint, Arrays.copyOf(both, 4), Arrays.copyOfRange(both, 4, both.length));
    String line =
        "\n\u2014 " + checkpoint.origin + " " + Base64.getEncoder().encodeToString(both) + "\n";
    byte[] again = (new String(checkpoint.body(), UTF_8) + line).getBytes(UTF_8);
    if (!Arrays.equals(again, note)) {
      throw new JsonFormatException("a checkpoint has canonical base64 and UTF-8");
    }
    return signed;
  }

  /** The key as a C2SP verifier key under this origin, with a line feed. */
  public String vkey(VerificationKey key) {
    byte[] typed = typed(key);
    return origin
        + "+"
        + HexFormat.of().formatHex(keyHint(key))
        + "+"
        + Base64.getEncoder().encodeToString(typed)
        + "\n";
  }

  private byte[] body() {
    String rootText = Base64.getEncoder().encodeToString(root.raw());
    return (origin + "\n" + size + "\n" + rootText + "\n").getBytes(UTF_8);
  }

  /** C2SP signed-note: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key). */
  private byte[] keyHint(VerificationKey key) {
    java.security.MessageDigest sha256 = Digest.sha256();
    sha256.update((origin + "\n").getBytes(US_ASCII));
    sha256.update(typed(key));
    return Arrays.copyOf(sha256.digest(), 4);
  }

  private static byte[] typed(VerificationKey key) {
    byte[] raw = key.ed25519();
    byte[] typed = new byte[raw.length + 1];
    typed[0] = ED25519_TYPE;
    System.arraycopy(raw, 0, typed, 1, raw.length);
    return typed;
  }
}
