package dev.gatehouse.evidence.keys;

/** What the envelope key attests: a type of predicate, and who issues it. */
public enum AttestationPurpose {
  /** The seal that closes a run folder. */
  SEAL("https://gatehouse.dev/attestations/run-seal/v1", "https://gatehouse.dev/gateway"),
  /** The verdict (SLSA verification summary). */
  VERDICT("https://slsa.dev/verification_summary/v1", "https://gatehouse.dev/gates");

  private final String predicateType;
  private final String issuer;

  AttestationPurpose(String predicateType, String issuer) {
    this.predicateType = predicateType;
    this.issuer = issuer;
  }

  /** The statement's predicate type. */
  public String predicateType() {
    return predicateType;
  }

  /** The seal's {@code gateway.id}, or the summary's {@code verifier.id}. */
  public String issuer() {
    return issuer;
  }
}
