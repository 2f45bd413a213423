package dev.gatehouse.controlplane.profiles;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.gatewaylog.DerivedProfiles;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.ProfileDerived;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.policy.load.ParentProfiles;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The profiles that runs may name: derived ones of the gateway log, the operator's own files, and
 * the shipped ones, in that order.
 */
public final class ProfileRegistry implements ParentProfiles {
  private static final String SUFFIX = ".yaml";

  private final DerivedProfiles derived;
  private final Path directory;

  /** Profiles of this log and this directory. */
  public ProfileRegistry(DerivedProfiles derived, Path directory) {
    this.derived = derived;
    this.directory = directory;
  }

  /**
   * The profile of that name.
   *
   * @throws ApiException PROFILE_UNKNOWN
   * @throws dev.gatehouse.policy.error.ProfileException if its file is broken
   */
  public Profile profile(String name) {
    return find(name)
        .orElseThrow(() ->
            new ApiException(
                ApiErrorCode.PROFILE_UNKNOWN,
                "there is no profile " + name,
                "add it first, or name one of " + String.join(", ", names())));
  }

  /** Whether there is such a profile. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** Every name, sorted. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    derived.all().forEach(profile -> names.add(profile.name()));
    names.addAll(ownNames());
    names.addAll(ProfileLoader.shippedNames());
    return names.stream().distinct().sorted().toList();
  }

  private Optional<Profile> find(String name) {
    return find(name, Lineage.of(this));
  }

  /** A parent is looked up where a run's profile is. */
  @Override
  public Optional<Profile> find(String name, Lineage lineage) {
    if (!Identifier.isValid(name)) {
      return Optional.empty();
    }
    Optional<ProfileDerived> entry = derived.find(name);
    if (entry.isPresent()) {
      return Optional.of(ProfileLoader.fromSnapshot(entry.get().profile()));
    }
    Path own = directory.resolve(name + SUFFIX);
    if (Files.isRegularFile(own)) {
      try {
        return Optional.of(ProfileLoader.load(own.toString(), Files.readAllBytes(own), lineage));
      } catch (IOException e) {
        throw new UncheckedIOException("the profile cannot be read: " + own, e);
      }
    }
    return ParentProfiles.SHIPPED.find(name, lineage);
  }

  private List<String> ownNames() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .filter(Identifier::isValid)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the profiles cannot be listed: " + directory, e);
    }
  }
}
