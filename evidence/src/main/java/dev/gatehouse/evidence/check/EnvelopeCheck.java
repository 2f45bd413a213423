package dev.gatehouse.evidence.check;

import dev.gatehouse.evidence.attest.Dsse;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.keys.AttestationPurpose;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.evidence.keys.VerificationKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One envelope: its form, its key, its signature, and whether that key may say such things. */
final class EnvelopeCheck {

  /** A statement whose signature verified, and the trusted key that signed it. */
  record Verified(Statement statement, VerificationKey key) {}

  private final Findings findings;
  private final String name;

  private EnvelopeCheck(Findings findings, String name) {
    this.findings = findings;
    this.name = name;
  }

  /** The statement of the file, if there is one and it can be believed. */
  static Optional<Verified> check(
      CheckedFolder folder,
      String name,
      TrustStore trust,
      AttestationPurpose purpose,
      String issuerMember)
      throws IOException {
    Optional<byte[]> bytes = folder.bytes(name);
    return bytes.isEmpty()
        ? Optional.empty()
        : new EnvelopeCheck(folder.findings(), name)
            .verify(bytes.get(), trust, purpose, issuerMember);
  }

  private Optional<Verified> verify(
      byte[] bytes, TrustStore trust, AttestationPurpose purpose, String issuerMember) {
    Dsse envelope;
    try {
      envelope = Dsse.read(bytes);
    } catch (JsonFormatException e) {
      return refuse(CheckCode.ENVELOPE_MALFORMED, String.valueOf(e.getMessage()));
    }
    Optional<TrustStore.EnvelopeKey> trusted = trust.envelopeKey(envelope.keyId());
    if (trusted.isEmpty()) {
      return refuse(CheckCode.ENVELOPE_KEY_UNTRUSTED, "key " + envelope.keyId());
    }
    if (!envelope.isOf(trusted.get().key())) {
      return refuse(CheckCode.ENVELOPE_SIGNATURE_WRONG, "the signature does not verify");
    }
    Statement statement;
    String issuer;
    try {
      statement = Statement.read(envelope.payload());
      issuer = statement.predicate().object(issuerMember).string("id");
    } catch (JsonFormatException e) {
      return refuse(CheckCode.STATEMENT_MALFORMED, String.valueOf(e.getMessage()));
    }
    if (!statement.predicateType().equals(purpose.predicateType())) {
      return refuse(CheckCode.PREDICATE_TYPE_WRONG, statement.predicateType());
    }
    if (!issuer.equals(purpose.issuer())
        || !trusted.get().mayAttest(statement.predicateType(), issuer)) {
      return refuse(CheckCode.ISSUER_UNTRUSTED, "the key may not sign for " + issuer);
    }
    return Optional.of(new Verified(statement, trusted.get().key()));
  }

  /** Compares a statement with the one that the folder calls for, member by member. */
  static void compare(
      CheckedFolder folder,
      String name,
      Statement found,
      Statement expected,
      CheckCode subjects,
      Map<String, CheckCode> members,
      CheckCode otherwise) {
    Findings findings = folder.findings();
    findings.demand(
        found.subjects().equals(expected.subjects()),
        subjects,
        name,
        "its subjects are not what the folder holds");
    Map<String, Json> has = found.predicate().members();
    Map<String, Json> wants = expected.predicate().members();
    TreeSet<String> all = new TreeSet<>(has.keySet());
    all.addAll(wants.keySet());
    for (String member : all) {
      Json value = has.get(member);
      findings.demand(
          value != null && value.equals(wants.get(member)),
          members.getOrDefault(member, otherwise),
          name,
          "member " + member + " is not what the folder says");
    }
  }

  private Optional<Verified> refuse(CheckCode code, String message) {
    findings.add(code, name, message);
    return Optional.empty();
  }
}
