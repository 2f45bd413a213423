package dev.gatehouse.evidence.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The gateway's two keys as they lie in {@code DATA/keys}, with the trust file that names them.
 *
 * @param envelope P-256, signs the seal and the verdict
 * @param checkpoint Ed25519, signs checkpoints
 * @param trust what a check of this gateway's folders believes, older keys included
 */
public record SigningKeys(SigningKey envelope, SigningKey checkpoint, TrustStore trust) {
  static final String ENVELOPE = "envelope.p8";
  static final String CHECKPOINT = "checkpoint.p8";
  static final String TRUST = "trust.json";

  /**
   * Loads the keys, or makes them where {@code directory} does not exist yet (mode 0700, files
   * 0600).
   *
   * @throws KeyException if keys are there and cannot be used; they are never replaced
   */
  public static SigningKeys loadOrCreate(Path directory) {
    try {
      if (!Files.exists(directory)) {
        KeyFiles.create(directory, generate());
      }
      return load(directory);
    } catch (IOException e) {
      throw new KeyException("keys in " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Adds to the trust file in {@code directory} that the checkpoint key signs for a gateway log.
   *
   * @return these keys with that trust
   */
  public SigningKeys signingFor(String origin, Path directory) {
    TrustStore.CheckpointKey added = new TrustStore.CheckpointKey(checkpoint.publicKey(), origin);
    List<TrustStore.CheckpointKey> all = new ArrayList<>(trust.checkpointKeys());
    if (all.contains(added)) {
      return this;
    }
    all.add(added);
    TrustStore wider = new TrustStore(trust.envelopeKeys(), all);
    try {
      KeyFiles.replace(directory.resolve(TRUST), wider.toJson().canonical());
    } catch (IOException e) {
      throw new KeyException("keys in " + directory + ": " + e.getMessage(), e);
    }
    return new SigningKeys(envelope, checkpoint, wider);
  }

  /** New keys that nothing trusts yet but their own trust file. */
  public static SigningKeys generate() {
    SigningKey envelope = SigningKey.generate(VerificationKey.Algorithm.P256);
    SigningKey checkpoint = SigningKey.generate(VerificationKey.Algorithm.ED25519);
    TrustStore trust =
        new TrustStore(
            List.of(
                new TrustStore.EnvelopeKey(
                    envelope.publicKey(),
                    Stream.of(AttestationPurpose.values()).map(TrustStore.Issuer::of).toList())),
            List.of(new TrustStore.CheckpointKey(checkpoint.publicKey(), TrustStore.RUN_ORIGIN)));
    return new SigningKeys(envelope, checkpoint, trust);
  }

  private static SigningKeys load(Path directory) throws IOException {
    TrustStore trust = TrustStore.read(KeyFiles.requirePrivate(directory.resolve(TRUST)));
    String envelope = KeyFiles.readPrivate(directory.resolve(ENVELOPE));
    String checkpoint = KeyFiles.readPrivate(directory.resolve(CHECKPOINT));
    return new SigningKeys(
        paired(envelope, trust.envelopeKeys().stream().map(TrustStore.EnvelopeKey::key).toList()),
        paired(
            checkpoint,
            trust.checkpointKeys().stream().map(TrustStore.CheckpointKey::key).toList()),
        trust);
  }

  private static SigningKey paired(String pem, List<VerificationKey> candidates) {
    return candidates.stream()
        .map(candidate -> SigningKey.ofPem(pem, candidate))
        .filter(SigningKey::isPair)
        .findFirst()
        .orElseThrow(() ->
            new KeyException(
                "trust.json does not list the public half of a private key beside it; put the"
                    + " file back that belongs to these keys"));
  }

  byte[] envelopePem() {
    return envelope.pem().getBytes(US_ASCII);
  }

  byte[] checkpointPem() {
    return checkpoint.pem().getBytes(US_ASCII);
  }
}
