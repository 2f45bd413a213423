package dev.gatehouse.controlplane.identities;

import dev.gatehouse.controlplane.SecretFile;
import dev.gatehouse.evidence.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/**
 * The token that reads metrics and nothing else. It is in a file of the data directory, which a
 * start makes if it does not exist; to replace the token, remove the file and start again.
 *
 * @param sha256 its digest
 */
public record MetricsToken(Digest sha256) {
  /** The token in that file, mode 0600. */
  public static MetricsToken of(Path file, RandomGenerator random) {
    try {
      String text =
          SecretFile.readOrCreate(file, Token.mint(Token.Kind.METRICS, random).text()).strip();
      return new MetricsToken(new Token(text).sha256());
    } catch (IOException e) {
      throw new UncheckedIOException("the metrics token cannot be read: " + file, e);
    }
  }

  /** Whether {@code text} is the token; compared in constant time. */
  public boolean matches(String text) {
    return Token.parse(text)
        .map(token -> MessageDigest.isEqual(token.sha256().raw(), sha256.raw()))
        .orElse(false);
  }
}
