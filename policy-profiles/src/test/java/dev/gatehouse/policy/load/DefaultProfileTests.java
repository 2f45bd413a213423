package dev.gatehouse.policy.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.ProgramRule;
import dev.gatehouse.policy.profile.VerificationStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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

  /** What a rule leaves alone says more of it than what it takes. */
  @Test
  void everyRuleThatAllowsACommandHasThreeExamplesThatItLeavesAlone() {
    for (String name : ProfileLoader.shippedNames()) {
      assertThat(ProfileLoader.shipped(name).allPrograms())
          .filteredOn(ProgramRule::allow)
          .allSatisfy(rule ->
              assertThat(rule.examples().notMatch()).as(rule.id()).hasSizeGreaterThanOrEqualTo(3));
    }
  }

  /** The image has one program of each name, so all rules of a name fix the same arguments. */
  @Test
  void theImageAddsWhatRulesFix() throws IOException {
    Map<String, List<String>> fixed = new TreeMap<>();
    for (ProgramRule rule : DEFAULT.allPrograms()) {
      for (String program : rule.programs()) {
        List<String> other = fixed.putIfAbsent(program, rule.fixed());
        assertThat(other == null || !rule.allow() || other.equals(rule.fixed()))
            .as(rule.id() + " " + program)
            .isTrue();
      }
    }
    fixed.values().removeIf(List::isEmpty);
    Path programs = Path.of("../deploy/image/bin");
    try (Stream<Path> files = Files.list(programs)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(fixed.keySet());
    }
    for (Map.Entry<String, List<String>> each : fixed.entrySet()) {
      assertThat(Files.readString(programs.resolve(each.getKey())))
          .endsWith(
              "exec /usr/bin/%s %s \"$@\"\n"
                  .formatted(each.getKey(), String.join(" ", each.getValue())));
    }
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
