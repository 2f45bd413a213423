package dev.gatehouse.golden;

import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationPlan;
import dev.gatehouse.policy.profile.VerificationStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Profiles that an operator wrote by hand: the shipped one without its protected paths, so that
 * what is left of the defence is the verification's alone.
 */
final class OwnProfile {
  private static final long SECONDS = 60;

  private OwnProfile() {}

  /** One whose plan takes control files from the base. */
  static String guarded(Gateway gateway, String shell) {
    return install(
        gateway, shell, ProfileLoader.shipped("contained").verification().control(), Map.of());
  }

  /** The same, but everything is taken from the result, and Python looks there first. */
  static String unguarded(Gateway gateway, String shell) {
    return install(gateway, shell, List.of(), Map.of("PYTHONSAFEPATH", ""));
  }

  private static String install(
      Gateway gateway, String shell, List<PathPattern> control, Map<String, String> env) {
    Profile shipped = ProfileLoader.shipped("contained");
    String name = RegisteredRepository.fresh("own");
    Profile own =
        new Profile(
            name,
            shipped.description(),
            shipped.syscalls(),
            shipped.paths().stream()
                .filter(rule -> rule.effect() != PathRule.Effect.PROTECT)
                .toList(),
            shipped.commands(),
            shipped.limits(),
            new VerificationPlan(control, List.of(step(shell, env))),
            shipped.gates());
    Path file = gateway.data().resolve("profiles").resolve(name + ".yaml");
    try {
      Files.createDirectories(file.getParent());
      // YAML takes JSON as it is.
      Files.write(file, own.toJson().canonical());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  private static VerificationStep step(String shell, Map<String, String> env) {
    return new VerificationStep(
        "tests",
        new CommandRequest.Shell(shell),
        env,
        Optional.empty(),
        /* junitOptional= */ false,
        /* required= */ true,
        SECONDS,
        List.of());
  }
}
