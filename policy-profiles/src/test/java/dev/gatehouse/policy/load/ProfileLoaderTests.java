package dev.gatehouse.policy.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.error.ProfileException.Problem;
import dev.gatehouse.policy.profile.Feedback;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.ProgramRule;
import dev.gatehouse.policy.profile.TestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileLoaderTests {
  private static final String SMALL =
      """
      formatVersion: "1"
      name: small
      description: A small profile.
      syscalls: [file.read]
      paths:
        - id: all
          effect: write
          reason: Everything.
          patterns: ["**"]
          examples: {match: [a]}
      commands:
        shell: forbidden
        programs:
          - id: list
            programs: [ls]
            flags: [-l]
            reason: It lists.
            examples: {match: [[ls, -l]], notMatch: [[ls, x]]}
      limits: {memoryBytes: 268435456, cpuMillis: 1000, processes: 64, openFiles: 256, fileBytes: 1048576,
        layerBytes: 1048576, layerInodes: 1000, tmpBytes: 1048576, tmpInodes: 1000, commandSeconds: 30,
        outputBytes: 65536, outputLimitBytes: 1048576, writeBytes: 65536, changedPaths: 100,
        changedFileBytes: 65536, leaseSeconds: 60, approvalSeconds: 60, runSeconds: 600}
      verification:
        control: ["**/conftest.py"]
        steps:
          - {id: tests, argv: [pytest, -q], junit: out.xml, seconds: 30}
      gates: [verification]
      """;

  @Test
  void readsASmallProfile() {
    Profile profile = load(SMALL);

    assertThat(profile.name()).isEqualTo("small");
    assertThat(profile.limits().processes()).isEqualTo(64);
    assertThat(profile.verification().steps()).hasSize(1);
    assertThat(ProfileLoader.fromSnapshot(profile.toJson())).isEqualTo(profile);
  }

  @Test
  void readsTestsThatMustFailOnTheBase() {
    String step = "junit: out.xml, seconds: 30";
    Profile profile = load(SMALL.replace(step, step + ", failToPass: [\"a.py::b[1]\"]"));

    assertThat(profile.verification().steps().getFirst().failToPass())
        .containsExactly("a.py::b[1]");
    assertThat(ProfileLoader.fromSnapshot(profile.toJson())).isEqualTo(profile);
    assertThat(load(SMALL).toJson().canonicalText()).doesNotContain("failToPass");
    assertThat(problems(SMALL.replace(step, step + ", failToPass: [\" \"]")))
        .extracting(Problem::path)
        .containsExactly("verification.steps[0].failToPass[0]");
    assertThat(problems(SMALL.replace(step, step + ", required: false, failToPass: [a]")))
        .extracting(Problem::path)
        .contains("verification.steps[0].failToPass");
  }

  @Test
  void feedbackIsWholeUnlessTheProfileSaysOtherwise() {
    assertThat(load(SMALL).feedback()).isEqualTo(Feedback.WHOLE);
    assertThat(load(SMALL).toJson().has("feedback")).isFalse();
    assertThat(Feedback.of(load(SMALL).toJson())).isEqualTo(Feedback.WHOLE);

    Profile quiet = load(SMALL + "feedback: {output: false}\n");
    assertThat(quiet.feedback()).isEqualTo(new Feedback(true, false));
    assertThat(ProfileLoader.fromSnapshot(quiet.toJson())).isEqualTo(quiet);
    assertThat(Feedback.of(quiet.toJson())).isEqualTo(quiet.feedback());
    assertThat(quiet.withSteps("derived", List.of()).feedback()).isEqualTo(quiet.feedback());
    assertThat(problems(SMALL + "feedback: {findings: some, more: true}\n"))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("feedback.findings", "feedback.more");
  }

  @Test
  void testsThatAreHeldAreAPathRuleOfTheSnapshot() {
    Profile profile = load(SMALL.replace("paths:", "tests: held\npaths:"));

    assertThat(profile.paths()).last().isEqualTo(TestFiles.held());
    assertThat(profile).isEqualTo(load(SMALL).holdingTests());
    assertThat(profile.holdingTests()).isEqualTo(profile);
    assertThat(ProfileLoader.fromSnapshot(profile.toJson())).isEqualTo(profile);
    assertThat(problems(SMALL.replace("paths:", "tests: maybe\npaths:")))
        .extracting(Problem::path)
        .containsExactly("tests");
    String own = SMALL.replace("- id: all", "- id: tests");
    assertThat(problems(own.replace("paths:", "tests: held\npaths:")))
        .extracting(Problem::path)
        .containsExactly("tests");
    assertThatThrownBy(load(own)::holdingTests).hasMessageContaining("another path rule");
  }

  @Test
  void tellsEveryProblemAtOnceWithItsLineAndPlace() {
    String broken =
        SMALL
            .replace("syscalls: [file.read]", "syscalls: [file.raed]")
            .replace("effect: write", "effect: wirte")
            .replace("processes: 64", "processes: 0")
            .replace("gates: [verification]", "gates: []\nextra: 1");

    List<Problem> problems = problems(broken);

    assertThat(problems)
        .extracting(Problem::path)
        .containsExactly("syscalls[0]", "paths[0].effect", "limits.processes", "gates", "extra");
    assertThat(problems.getFirst().line()).isEqualTo(4);
    assertThat(problems.get(1).line()).isEqualTo(7);
    assertThat(problems).allSatisfy(problem -> assertThat(problem.line()).isPositive());
    assertThatThrownBy(() -> load(broken)).hasMessageContaining("line 4, syscalls[0]");
  }

  @Test
  void triesTheExamplesOfEveryRule() {
    assertThat(problems(SMALL.replace("match: [a]", "match: [a], notMatch: [b/c]")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.why()).contains("b/c is taken"));
    assertThat(problems(SMALL.replace("[ls, -l]]", "[ls, -l], [ls, -x]]")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.why()).contains("[ls, -x]").contains("-x"));
    assertThat(problems(SMALL.replace("{match: [a]}", "{match: []}"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: &anchor small",
        "name: !!str small",
        "name: *small",
        "name: small\nname: small",
        "name:",
        "name: [small]",
        "name: 'a b'",
        "name: ../small",
        "name: small\n--- \nname: other",
        "name: \"unclosed",
        "? [a]\n: b",
      })
  void refusesYamlThatAPersonCouldMisread(String line) {
    assertThatThrownBy(() -> load(SMALL.replace("name: small", line)))
        .isInstanceOf(ProfileException.class);
  }

  @Test
  void anAliasBombIsRefusedBeforeItIsBuilt() {
    String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";

    assertThat(problems(bomb)).extracting(Problem::why).contains("a profile has no aliases");
  }

  @Test
  void refusesWhatIsTooLargeTooDeepOrNotUtf8() {
    assertThatThrownBy(() -> ProfileLoader.load("x", new byte[StrictYaml.MAX_BYTES + 1]))
        .isInstanceOf(ProfileException.class);
    assertThatThrownBy(() -> load("a: " + "[".repeat(100) + "]".repeat(100)))
        .isInstanceOf(ProfileException.class);
    assertThatThrownBy(() -> ProfileLoader.load("x", new byte[] {'a', ':', ' ', (byte) 0xff}))
        .isInstanceOf(ProfileException.class);
    assertThatThrownBy(() -> load("")).isInstanceOf(ProfileException.class);
    assertThatThrownBy(() -> load("[]")).isInstanceOf(ProfileException.class);
  }

  @Test
  void anUnquotedNoIsATextAndNoTruth() {
    assertThat(load(SMALL.replace("reason: It lists.", "reason: no")).commands().programs())
        .first()
        .extracting(ProgramRule::reason)
        .isEqualTo("no");
  }

  @Test
  void everyCutOfAWholeProfileIsRefusedCleanly() throws IOException {
    byte[] whole;
    try (InputStream in = ProfileLoader.class.getResourceAsStream("default-before-packs.yaml")) {
      whole = Objects.requireNonNull(in).readAllBytes();
    }
    for (int length = 0; length < whole.length - 20; length += 997) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ProfileLoader.load("cut", cut)).isInstanceOf(ProfileException.class);
    }
  }

  private static Profile load(String yaml) {
    return ProfileLoader.load("test", yaml.getBytes(UTF_8));
  }

  private static List<Problem> problems(String yaml) {
    return catchThrowableOfType(ProfileException.class, () -> load(yaml)).problems();
  }
}
