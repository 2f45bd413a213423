package dev.gatehouse.evidence.attest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.keys.SigningKey;
import dev.gatehouse.evidence.keys.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A signing envelope (DSSE 1.0.2) with one signature, as canonical JSON with canonical base64.
 *
 * @param payload the signed bytes; what is parsed is exactly this
 * @param keyId names the key: the digest of its SubjectPublicKeyInfo
 * @param signature the raw signature
 */
public record Dsse(byte[] payload, String keyId, byte[] signature) {
  /** The one type of payload (in-toto attestation framework, envelope). */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** Signs the payload and returns the envelope's bytes. */
  public static byte[] sign(byte[] payload, SigningKey key) {
    byte[] signature = key.sign(pae(PAYLOAD_TYPE, payload));
    return new Dsse(payload, key.publicKey().keyId().hex(), signature).toJson().canonical();
  }

  /**
   * Reads an envelope; the signature is not looked at.
   *
   * @throws JsonFormatException if it has any other form than {@link #sign} gives it
   */
  public static Dsse read(byte[] envelope) {
    Json.Obj json = StrictJson.readCanonical(envelope);
    List<Json.Obj> signatures = json.objects("signatures");
    if (signatures.size() != 1
        || !json.members().keySet().equals(Set.of("payload", "payloadType", "signatures"))
        || !signatures.getFirst().members().keySet().equals(Set.of("keyid", "sig"))
        || !json.string("payloadType").equals(PAYLOAD_TYPE)) {
      throw new JsonFormatException("an envelope has an in-toto payload and one signature");
    }
    Json.Obj signature = signatures.getFirst();
    return new Dsse(
        json.parsed("payload", Dsse::decode),
        signature.string("keyid"),
        signature.parsed("sig", Dsse::decode));
  }

  /** Whether the signature is this key's over the payload and its type. */
  public boolean isOf(VerificationKey key) {
    return key.verifies(pae(PAYLOAD_TYPE, payload), signature);
  }

  /** The bytes that are signed (DSSE, pre-authentication encoding). */
  static byte[] pae(String type, byte[] payload) {
    byte[] typeBytes = type.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(UTF_8));
    out.writeBytes(typeBytes);
    out.writeBytes((" " + payload.length + " ").getBytes(UTF_8));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private Json.Obj toJson() {
    Base64.Encoder base64 = Base64.getEncoder();
    Json signed =
        Json.object().put("keyid", keyId).put("sig", base64.encodeToString(signature)).build();
    return Json.object()
        .put("payload", base64.encodeToString(payload))
        .put("payloadType", PAYLOAD_TYPE)
        .put("signatures", new Json.Arr(List.of(signed)))
        .build();
  }

  private static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new JsonFormatException("base64 is the standard alphabet, padded, with no spare bits");
    }
    return bytes;
  }
}
