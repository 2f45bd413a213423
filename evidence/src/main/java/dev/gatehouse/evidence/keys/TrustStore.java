package dev.gatehouse.evidence.keys;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys a check believes, and for what. The file is JSON:
 *
 * <pre>{@code
 * {"formatVersion": "1",
 *  "envelopeKeys": [{"keyId": HEX, "pem": PEM,
 *                    "issuers": [{"predicateType": URI, "issuer": URI}, ...]}, ...],
 *  "checkpointKeys": [{"keyId": HEX, "pem": PEM, "origin": PREFIX}, ...]}
 * }</pre>
 *
 * <p>{@code keyId} is the SHA-256 of the key's SubjectPublicKeyInfo in DER. A key signs only
 * envelopes of the pairs that are listed with it, and checkpoints whose origin is the prefix and a
 * run id, or exactly that of a gateway log. A check takes the file from the person who checks,
 * never from the folder.
 *
 * @param envelopeKeys P-256 keys with what each may attest
 * @param checkpointKeys Ed25519 keys with where each may sign checkpoints
 */
public record TrustStore(List<EnvelopeKey> envelopeKeys, List<CheckpointKey> checkpointKeys) {
  /** Before the run id in the origin of a run's checkpoint. */
  public static final String RUN_ORIGIN = "gatehouse.dev/runs/";

  /** Before the log's id in the origin of a gateway log's checkpoint. */
  public static final String GATEWAY_ORIGIN = "gatehouse.dev/gateway/";

  private static final String FORMAT_VERSION = "1";

  /**
   * What a key may attest.
   *
   * @param predicateType the statement's predicate type
   * @param issuer the seal's {@code gateway.id}, or the summary's {@code verifier.id}
   */
  public record Issuer(String predicateType, String issuer) {
    static Issuer of(AttestationPurpose purpose) {
      return new Issuer(purpose.predicateType(), purpose.issuer());
    }
  }

  /** A key of envelopes. */
  public record EnvelopeKey(VerificationKey key, List<Issuer> issuers) {
    public EnvelopeKey {
      issuers = List.copyOf(issuers);
      requireAlgorithm(key, VerificationKey.Algorithm.P256);
    }

    /** Whether this key may sign for that issuer. */
    public boolean mayAttest(String predicateType, String issuer) {
      return issuers.contains(new Issuer(predicateType, issuer));
    }
  }

  /**
   * A key of checkpoints.
   *
   * @param origin what the origin of each of its checkpoints starts with, and the run id follows;
   *     or the whole origin of one gateway log. A key has an entry for each
   */
  public record CheckpointKey(VerificationKey key, String origin) {
    public CheckpointKey {
      requireAlgorithm(key, VerificationKey.Algorithm.ED25519);
    }
  }

  public TrustStore {
    envelopeKeys = List.copyOf(envelopeKeys);
    checkpointKeys = List.copyOf(checkpointKeys);
    Set<Digest> seen = new HashSet<>();
    envelopeKeys.forEach(entry -> requireNew(seen, entry.key()));
    Set<String> origins = new HashSet<>();
    for (CheckpointKey entry : checkpointKeys) {
      if (!origins.add(entry.key().keyId() + " " + entry.origin())) {
        throw new KeyException("key " + entry.key().keyId() + " is listed twice");
      }
      if (seen.contains(entry.key().keyId())) {
        throw new KeyException("key " + entry.key().keyId() + " has two purposes");
      }
    }
  }

  /** The origins of gateway logs that a key may sign checkpoints of. */
  public List<String> gatewayLogs() {
    return checkpointKeys.stream()
        .map(CheckpointKey::origin)
        .filter(origin -> origin.startsWith(GATEWAY_ORIGIN))
        .toList();
  }

  /** The envelope key of this name. */
  public Optional<EnvelopeKey> envelopeKey(String keyId) {
    return envelopeKeys.stream().filter(e -> e.key().keyId().hex().equals(keyId)).findFirst();
  }

  /**
   * Reads a trust file.
   *
   * @throws KeyException if it cannot be read or is malformed
   */
  public static TrustStore read(Path file) {
    try {
      return fromJson(StrictJson.read(Files.readAllBytes(file)));
    } catch (IOException | JsonFormatException e) {
      throw new KeyException("trust file " + file + ": " + e.getMessage(), e);
    }
  }

  /** The form of the file. */
  public Json.Obj toJson() {
    return Json.object()
        .put("formatVersion", FORMAT_VERSION)
        .put("envelopeKeys", new Json.Arr(envelopeKeys.stream().map(TrustStore::entry).toList()))
        .put(
            "checkpointKeys", new Json.Arr(checkpointKeys.stream().map(TrustStore::entry).toList()))
        .build();
  }

  static TrustStore fromJson(Json.Obj json) {
    if (!json.string("formatVersion").equals(FORMAT_VERSION)) {
      throw new JsonFormatException(
          "trust format " + json.string("formatVersion") + " is not known here");
    }
    return new TrustStore(
        json.objects("envelopeKeys").stream().map(TrustStore::envelopeKeyFrom).toList(),
        json.objects("checkpointKeys").stream()
            .map(entry -> new CheckpointKey(key(entry), entry.string("origin")))
            .toList());
  }

  private static EnvelopeKey envelopeKeyFrom(Json.Obj entry) {
    return new EnvelopeKey(
        key(entry),
        entry.objects("issuers").stream()
            .map(pair -> new Issuer(pair.string("predicateType"), pair.string("issuer")))
            .toList());
  }

  private static VerificationKey key(Json.Obj entry) {
    VerificationKey key = VerificationKey.ofPem(entry.string("pem"));
    if (!key.keyId().hex().equals(entry.string("keyId"))) {
      throw new KeyException("keyId " + entry.string("keyId") + " is not the digest of its key");
    }
    return key;
  }

  private static Json entry(EnvelopeKey entry) {
    List<Json> issuers =
        entry.issuers().stream()
            .<Json>map(pair ->
                Json.object()
                    .put("predicateType", pair.predicateType())
                    .put("issuer", pair.issuer())
                    .build())
            .toList();
    return keyMembers(entry.key()).put("issuers", new Json.Arr(issuers)).build();
  }

  private static Json entry(CheckpointKey entry) {
    return keyMembers(entry.key()).put("origin", entry.origin()).build();
  }

  private static Json.Builder keyMembers(VerificationKey key) {
    return Json.object().put("keyId", key.keyId().hex()).put("pem", key.pem());
  }

  private static void requireAlgorithm(VerificationKey key, VerificationKey.Algorithm wanted) {
    if (key.algorithm() != wanted) {
      throw new KeyException("envelope keys are P-256, checkpoint keys Ed25519");
    }
  }

  private static void requireNew(Set<Digest> seen, VerificationKey key) {
    if (!seen.add(key.keyId())) {
      throw new KeyException("key " + key.keyId() + " is listed twice");
    }
  }
}
