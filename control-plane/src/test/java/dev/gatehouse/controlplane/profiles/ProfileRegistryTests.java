package dev.gatehouse.controlplane.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.gatewaylog.DerivedProfiles;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.SignedLog;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parent is looked up where a run's profile is. */
class ProfileRegistryTests {
  @TempDir Path data;
  @TempDir Path directory;

  @Test
  void parentsAreDerivedOnesOwnFilesAndShippedOnes() throws Exception {
    try (GatewayLog log = SignedLog.open(data)) {
      ProfileRegistry profiles = registry(log);
      write("own", "packs: [core, go]");
      write("child", "extends: [derived, own, strict]");

      Profile child = profiles.profile("child");

      assertThat(child.parents())
          .containsExactly(
              profiles.profile("derived"), profiles.profile("own"), profiles.profile("strict"));
      assertThat(child.verification().steps())
          .extracting(VerificationStep::id)
          .containsExactly("tests");
      assertThat(profiles.profile("derived").parents())
          .containsExactly(ProfileLoader.shipped("default"));
    }
  }

  @Test
  void aCircleOfFilesIsRefused() throws Exception {
    try (GatewayLog log = SignedLog.open(data)) {
      ProfileRegistry profiles = registry(log);
      write("a", "extends: [b]");
      write("b", "extends: [a]");

      assertThatThrownBy(() -> profiles.profile("a"))
          .isInstanceOf(ProfileException.class)
          .hasMessageContaining("its own parent");
    }
  }

  private ProfileRegistry registry(GatewayLog log) {
    DerivedProfiles derived = new DerivedProfiles(log, InstantSource.fixed(Instant.EPOCH));
    Profile profile =
        ProfileLoader.shipped("default")
            .withSteps("derived", List.of(VerificationStep.shell("tests", "true", 5)));
    derived.derive(new Identifier("derived"), profile.toJson(), "ada");
    return new ProfileRegistry(derived, directory);
  }

  private void write(String name, String members) throws Exception {
    Files.writeString(
        directory.resolve(name + ".yaml"),
        "formatVersion: \"1\"\nname: %s\ndescription: One.\n%s\n".formatted(name, members));
  }
}
