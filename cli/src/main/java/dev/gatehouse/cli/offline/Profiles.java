package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.error.PolicyErrorCode;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.load.ParentProfiles;
import dev.gatehouse.policy.load.ParentProfiles.Lineage;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Profiles as people name them: one that ships, a file of YAML, a run folder's snapshot, or one
 * that a gateway knows.
 */
final class Profiles {
  private static final int LARGEST = 4 * 1024 * 1024;
  private static final String SUFFIX = ".yaml";

  private Profiles() {}

  /**
   * The profile.
   *
   * @param nameOrFile name of a profile that ships, or a file; {@code *.json} is a snapshot
   * @throws ProfileException if it does not load
   * @throws CliException PROFILE_UNREADABLE
   */
  static Profile of(String nameOrFile) {
    if (ProfileLoader.shippedNames().contains(nameOrFile)) {
      return ProfileLoader.shipped(nameOrFile);
    }
    byte[] bytes = bytes(nameOrFile);
    if (!nameOrFile.endsWith(".json")) {
      Path directory = Path.of(nameOrFile).toAbsolutePath().getParent();
      return ProfileLoader.load(nameOrFile, bytes, Lineage.of(beside(directory)));
    }
    try {
      return ProfileLoader.fromSnapshot(StrictJson.read(bytes));
    } catch (JsonFormatException e) {
      throw unreadable(nameOrFile, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The same; a name that neither ships nor is a file is asked for at the gateway.
   *
   * @throws ProfileException if it does not load
   * @throws CliException PROFILE_UNREADABLE
   */
  static Profile of(String nameOrFile, ServerOptions server) {
    boolean here =
        ProfileLoader.shippedNames().contains(nameOrFile) || Files.exists(Path.of(nameOrFile));
    if (here || !Identifier.isValid(nameOrFile)) {
      return of(nameOrFile);
    }
    byte[] snapshot = server.client().profileSnapshot(nameOrFile);
    try {
      return ProfileLoader.fromSnapshot(StrictJson.read(snapshot));
    } catch (JsonFormatException e) {
      throw unreadable(nameOrFile, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The same, for a word that needs the profile and does not examine it.
   *
   * @throws CliException PROFILE_UNREADABLE or PROFILE_INVALID
   */
  static Profile usable(String nameOrFile, ServerOptions server) {
    try {
      return of(nameOrFile, server);
    } catch (ProfileException refused) {
      throw new CliException(
          PolicyErrorCode.PROFILE_INVALID.name(),
          String.valueOf(refused.getMessage()),
          "gatehouse policy check " + nameOrFile,
          refused);
    }
  }

  /** Parents are files of the same directory, or ship. */
  private static ParentProfiles beside(@Nullable Path directory) {
    return (name, lineage) -> {
      Path file = directory == null ? Path.of(name + SUFFIX) : directory.resolve(name + SUFFIX);
      return Files.isRegularFile(file)
          ? Optional.of(ProfileLoader.load(file.toString(), bytes(file.toString()), lineage))
          : ParentProfiles.SHIPPED.find(name, lineage);
    };
  }

  private static byte[] bytes(String file) {
    try (var in = Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("it is larger than " + LARGEST + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static CliException unreadable(String name, String why, Exception cause) {
    return new CliException(
        "PROFILE_UNREADABLE",
        name + " is neither a shipped profile nor a file that can be read (" + why + ")",
        "name a file, or one of: " + String.join(", ", ProfileLoader.shippedNames()),
        cause);
  }
}
