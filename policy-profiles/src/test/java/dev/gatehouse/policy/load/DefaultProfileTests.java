package dev.gatehouse.policy.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultProfileTests {
  private static final Profile DEFAULT = ProfileLoader.shipped("default");

  @Test
  void loadsWithAllItsExamples() {
    assertThat(DEFAULT.name()).isEqualTo("default");
    assertThat(DEFAULT.gates()).containsExactlyElementsOf(Profile.GATES);
    assertThat(DEFAULT.syscalls()).containsExactlyElementsOf(Profile.SYSCALLS);
    assertThat(DEFAULT.verification().steps()).isEmpty();
  }

  @Test
  void isTheSameAfterAJourneyThroughItsSnapshot() {
    byte[] snapshot = DEFAULT.toJson().canonical();

    Profile read = ProfileLoader.fromSnapshot(StrictJson.readCanonical(snapshot));

    assertThat(read).isEqualTo(DEFAULT);
    assertThat(read.sha256()).isEqualTo(DEFAULT.sha256());
  }

  @Test
  void aDerivedProfileAddsStepsAndNothingElse() {
    Profile derived =
        DEFAULT.withSteps(
            "with-tests", List.of(VerificationStep.shell("tests", "pytest -q tests", 300)));

    assertThat(derived.name()).isEqualTo("with-tests");
    assertThat(derived.verification().control()).isEqualTo(DEFAULT.verification().control());
    assertThat(derived.verification().steps())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.processArgv()).containsExactly("bash", "-c", "pytest -q tests");
          assertThat(step.env()).containsKey("PYTEST_ADDOPTS");
          assertThat(step.junitOptional()).isTrue();
        });
    assertThat(ProfileLoader.fromSnapshot(derived.toJson())).isEqualTo(derived);
    assertThat(derived.sha256()).isNotEqualTo(DEFAULT.sha256());
  }
}
