package dev.gatehouse.evidence.keys;

import dev.gatehouse.evidence.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * A public key: P-256 (ECDSA with SHA-256, signatures in DER) or Ed25519 (RFC 8032).
 *
 * @param algorithm which of both
 * @param key the key
 */
public record VerificationKey(Algorithm algorithm, PublicKey key) {
  private static final String LABEL = "PUBLIC KEY";

  /** The two algorithms that Gatehouse uses. */
  public enum Algorithm {
    /** ECDSA on the curve P-256 with SHA-256, for envelopes. */
    P256("EC", "SHA256withECDSA", "3059301306072a8648ce3d020106082a8648ce3d030107034200", 91),
    /** Ed25519, for checkpoints. */
    ED25519("Ed25519", "Ed25519", "302a300506032b6570032100", 44);

    final String keys;
    final String signatures;
    private final String spkiPrefix;
    private final int spkiLength;

    Algorithm(String keys, String signatures, String spkiPrefix, int spkiLength) {
      this.keys = keys;
      this.signatures = signatures;
      this.spkiPrefix = spkiPrefix;
      this.spkiLength = spkiLength;
    }

    private boolean has(byte[] spki) {
      return spki.length == spkiLength
          && java.util.HexFormat.of().formatHex(spki).startsWith(spkiPrefix);
    }
  }

  /**
   * Reads a PEM block {@code PUBLIC KEY} (SubjectPublicKeyInfo).
   *
   * @throws KeyException if it is not exactly one, or the key is of another kind
   */
  public static VerificationKey ofPem(String pem) {
    return ofSpki(Pem.read(LABEL, pem));
  }

  static VerificationKey ofSpki(byte[] spki) {
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.has(spki)) {
        try {
          KeyFactory factory = KeyFactory.getInstance(algorithm.keys);
          return new VerificationKey(
              algorithm, factory.generatePublic(new X509EncodedKeySpec(spki)));
        } catch (GeneralSecurityException e) {
          throw new KeyException("a public key could not be read", e);
        }
      }
    }
    throw new KeyException("a key is P-256 or Ed25519");
  }

  /** The PEM block, ending in a line feed. */
  public String pem() {
    return Pem.write(LABEL, key.getEncoded());
  }

  /** The key's name: SHA-256 of its SubjectPublicKeyInfo in DER. */
  public Digest keyId() {
    return Digest.of(key.getEncoded());
  }

  /** The 32 bytes of an Ed25519 key (RFC 8032, 5.1.5). */
  public byte[] ed25519() {
    if (algorithm != Algorithm.ED25519) {
      throw new IllegalStateException("not an Ed25519 key");
    }
    byte[] spki = key.getEncoded();
    return Arrays.copyOfRange(spki, spki.length - 32, spki.length);
  }

  /** Whether {@code signature} is this key's of {@code message}. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verification = Signature.getInstance(algorithm.signatures);
      verification.initVerify(key);
      verification.update(message);
      return verification.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm.signatures, e);
    }
  }
}
