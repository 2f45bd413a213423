package dev.gatehouse.cli.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.client.GatehouseClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway, and as whom. */
public final class ServerOptions {
  /** Where a gateway that was started without options serves. */
  public static final String DEFAULT_SERVER = "http://127.0.0.1:8470";

  /** Where such a gateway, started as root, puts its first operator's token. */
  public static final String DEFAULT_TOKEN_FILE = "/var/lib/gatehouse/operator.token";

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:GATEHOUSE_SERVER:-" + DEFAULT_SERVER + "}",
      description = "the gateway (default: GATEHOUSE_SERVER, then " + DEFAULT_SERVER + ")")
  private String server = DEFAULT_SERVER;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:GATEHOUSE_TOKEN_FILE:-" + DEFAULT_TOKEN_FILE + "}",
      description =
          "file that holds the token (default: GATEHOUSE_TOKEN_FILE, then "
              + DEFAULT_TOKEN_FILE
              + ")")
  private Path tokenFile = Path.of(DEFAULT_TOKEN_FILE);

  /** The trust file of the data directory that holds the token file. */
  public Path trustFile() {
    return trustFile(tokenFile);
  }

  /** The same, where no option names a token file. */
  public static Path trustFile(Map<String, String> environment) {
    return trustFile(Path.of(environment.getOrDefault("GATEHOUSE_TOKEN_FILE", DEFAULT_TOKEN_FILE)));
  }

  private static Path trustFile(Path tokenFile) {
    return tokenFile.toAbsolutePath().resolveSibling("keys").resolve("trust.json");
  }

  /**
   * The gateway, as the token's owner.
   *
   * @throws CliException if the URL or the token file cannot be used
   */
  public GatehouseClient client() {
    return new GatehouseClient(address(), token());
  }

  private URI address() {
    try {
      URI uri = URI.create(server);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(e);
    }
    throw notAnAddress(null);
  }

  private CliException notAnAddress(@Nullable Throwable cause) {
    return new CliException(
        "SERVER_INVALID",
        server + " is not the address of a server",
        "give it as --server http://HOST:PORT",
        cause);
  }

  private String token() {
    try {
      String token = Files.readString(tokenFile, US_ASCII).strip();
      if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new CliException(
            "TOKEN_INVALID",
            tokenFile + " does not hold one token",
            "name the file that the gateway wrote with --token-file");
      }
      return token;
    } catch (IOException e) {
      throw new CliException(
          "TOKEN_UNREADABLE",
          "the token file " + tokenFile + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "start the gateway with ./gatehouse up, which says where the token lies, and name it with"
              + " --token-file",
          e);
    }
  }
}
