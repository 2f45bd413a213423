package dev.gatehouse.controlplane.identities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.evidence.Digest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A bearer token: a prefix that scanners find, and 256 random bits in base64url.
 *
 * @param text what the holder shows; kept nowhere by the gateway
 */
public record Token(String text) {
  private static final int RANDOM_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("gh[oamr]_[A-Za-z0-9_-]{43}");

  /** Whose tokens begin how. */
  public enum Kind {
    /** A person's. */
    OPERATOR("gho_"),
    /** An agent identity's. */
    AGENT("gha_"),
    /** The one that reads metrics. */
    METRICS("ghm_"),
    /** A worker's, for one run. */
    RUN("ghr_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  public Token {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a token");
    }
  }

  /** A new token. */
  public static Token mint(Kind kind, RandomGenerator random) {
    byte[] secret = new byte[RANDOM_BYTES];
    random.nextBytes(secret);
    return new Token(kind.prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** The token that {@code text} is, if it has the form of one. */
  public static Optional<Token> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Token(text)) : Optional.empty();
  }

  /** Whose token it claims to be. */
  public Kind kind() {
    return switch (text.charAt(2)) {
      case 'o' -> Kind.OPERATOR;
      case 'a' -> Kind.AGENT;
      case 'm' -> Kind.METRICS;
      default -> Kind.RUN;
    };
  }

  /** What the gateway keeps of it. */
  public Digest sha256() {
    return Digest.of(text.getBytes(US_ASCII));
  }

  /** Never the token itself. */
  @Override
  public String toString() {
    return text.substring(0, 4) + "…";
  }
}
