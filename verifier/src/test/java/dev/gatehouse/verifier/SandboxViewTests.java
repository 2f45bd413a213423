package dev.gatehouse.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.sandbox.SandboxLayout;
import org.junit.jupiter.api.Test;

/** Profiles and gates rely on the places that the sandbox mounts. */
class SandboxViewTests {
  @Test
  void policiesRelyOnTheMountPointsOfTheSandbox() {
    assertThat(SandboxView.MOUNT_POINT).isEqualTo(SandboxLayout.MOUNT_POINT);
    assertThat(SandboxView.TMP).isEqualTo(SandboxLayout.TMP);
    assertThat(SandboxView.absolute("src/a.py")).isEqualTo(SandboxLayout.absolute("src/a.py"));
  }
}
