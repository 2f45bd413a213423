package dev.gatehouse.controlplane.identities;

import dev.gatehouse.controlplane.SecretFile;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Makes the first operator of a new data directory. */
public final class FirstOperator {
  /** The first operator's name. */
  public static final String NAME = "operator";

  private FirstOperator() {}

  /**
   * Where nobody has an identity yet: adds the operator and leaves the token in {@code tokenFile},
   * mode 0600. The file is durable before the entry, so that no crash leaves an operator whose
   * token that nobody has.
   */
  public static void ensure(Identities identities, Path tokenFile) {
    if (!identities.isEmpty()) {
      return;
    }
    Identity operator = new Identity.Operator(NAME);
    Token token = identities.mintFor(operator);
    try {
      SecretFile.write(tokenFile, token.text());
    } catch (IOException e) {
      throw new UncheckedIOException("the first operator's token cannot be kept", e);
    }
    identities.add(operator, token, "gateway");
  }
}
