package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.evidence.keys.KeyException;
import dev.gatehouse.evidence.keys.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose keys a check trusts; never those of the folder that it checks. */
final class TrustOption {
  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "the trust file (default: keys/trust.json beside GATEHOUSE_TOKEN_FILE, then"
              + " /var/lib/gatehouse/keys/trust.json)")
  private Optional<Path> file = Optional.empty();

  /**
   * The keys, for a check of {@code folder}.
   *
   * @throws CliException TRUST_INSIDE_FOLDER or TRUST_UNREADABLE
   */
  TrustStore trust(Path folder) {
    Path chosen = file.orElseGet(() -> ServerOptions.trustFile(System.getenv()));
    try {
      if (chosen.toRealPath().startsWith(folder.toRealPath())) {
        throw new CliException(
            "TRUST_INSIDE_FOLDER",
            "a folder does not say by itself whose keys are trusted",
            "name a trust file that you have from the gateway's operator with --trust");
      }
      return read(chosen);
    } catch (IOException e) {
      throw unusable(chosen, e);
    }
  }

  /**
   * The keys, for a check of a log.
   *
   * @throws CliException TRUST_UNREADABLE
   */
  TrustStore trust() {
    return read(file.orElseGet(() -> ServerOptions.trustFile(System.getenv())));
  }

  private static TrustStore read(Path chosen) {
    try {
      return TrustStore.read(chosen);
    } catch (KeyException e) {
      throw unusable(chosen, e);
    }
  }

  private static CliException unusable(Path chosen, Exception e) {
    return new CliException(
        "TRUST_UNREADABLE",
        "the trust file " + chosen + " cannot be used (" + e.getMessage() + ")",
        "name the trust file of the gateway that signed it with --trust",
        e);
  }
}
