package dev.gatehouse.evidence.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** A private key with its public one; the private half is never shown. */
public final class SigningKey {
  private static final String LABEL = "PRIVATE KEY";

  private final PrivateKey privateKey;
  private final VerificationKey publicKey;

  private SigningKey(PrivateKey privateKey, VerificationKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** A new key from the JDK's own randomness. */
  public static SigningKey generate(VerificationKey.Algorithm algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keys);
      if (algorithm == VerificationKey.Algorithm.P256) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(
          pair.getPrivate(), VerificationKey.ofSpki(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm.keys, e);
    }
  }

  /** The key of a PKCS #8 block whose public half is {@code publicKey}. */
  static SigningKey ofPem(String pem, VerificationKey publicKey) {
    try {
      KeyFactory factory = KeyFactory.getInstance(publicKey.algorithm().keys);
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(Pem.read(LABEL, pem)));
      return new SigningKey(key, publicKey);
    } catch (GeneralSecurityException e) {
      throw new KeyException("a private key could not be read", e);
    }
  }

  /** The public half. */
  public VerificationKey publicKey() {
    return publicKey;
  }

  /** Signs the bytes. */
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(publicKey.algorithm().signatures);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was loaded signs", e);
    }
  }

  /** Whether both halves belong together. */
  boolean isPair() {
    byte[] probe = publicKey.key().getEncoded();
    return publicKey.verifies(probe, sign(probe));
  }

  String pem() {
    return Pem.write(LABEL, privateKey.getEncoded());
  }
}
