package dev.gatehouse.policy.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The profiles that ship besides {@code default}. */
class ShippedProfileTests {
  private static final Policy DEFAULT = new Policy(ProfileLoader.shipped("default"));
  private static final Policy STRICT = new Policy(ProfileLoader.shipped("strict"));
  private static final Policy REVIEW = new Policy(ProfileLoader.shipped("review"));

  @ParameterizedTest
  @MethodSource("dev.gatehouse.policy.load.ProfileLoader#shippedNames")
  void loadsUnderItsNameAndFromItsSnapshot(String name) {
    Profile profile = ProfileLoader.shipped(name);

    assertThat(profile.name()).isEqualTo(name);
    assertThat(ProfileLoader.fromSnapshot(profile.toJson())).isEqualTo(profile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bash -c ls", "sh x", "python3 -c 1", "python x.py", "make test", "./run.sh"})
  void strictRunsNoCodeThatIsAnArgument(String words) {
    assertThat(argv(DEFAULT, words)).isEqualTo(Outcome.ALLOW);
    assertThat(argv(STRICT, words)).isEqualTo(Outcome.DENY);
  }

  @Test
  void strictHasNoShellAndHoldsTests() {
    assertThat(shell(DEFAULT)).isEqualTo(Outcome.ALLOW);
    assertThat(shell(STRICT)).isEqualTo(Outcome.DENY);
    assertThat(argv(STRICT, "pytest -q")).isEqualTo(Outcome.ALLOW);
    assertThat(argv(STRICT, "grep -rn x src")).isEqualTo(Outcome.ALLOW);
    assertThat(write(DEFAULT, "tests/test_a.py")).isEqualTo(Outcome.ALLOW);
    assertThat(write(STRICT, "tests/test_a.py")).isEqualTo(Outcome.HOLD);
    assertThat(write(STRICT, "src/a.py")).isEqualTo(Outcome.ALLOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf src",
        "cp a b",
        "touch x",
        "sed --sandbox -i s/a/b/ x",
        "git add .",
        "bash -c ls",
        "./run.sh"
      })
  void reviewRunsNothingThatChangesFiles(String words) {
    assertThat(argv(DEFAULT, words)).isEqualTo(Outcome.ALLOW);
    assertThat(argv(REVIEW, words)).isEqualTo(Outcome.DENY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cat a", "grep -rn x src", "find . -name a", "sed -n 1,9p a", "git log", "ls"})
  void reviewReads(String words) {
    assertThat(argv(REVIEW, words)).isEqualTo(Outcome.ALLOW);
  }

  @Test
  void reviewWritesNothing() {
    assertThat(REVIEW.syscall("file.read").outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(REVIEW.syscall("file.write").outcome()).isEqualTo(Outcome.DENY);
    assertThat(shell(REVIEW)).isEqualTo(Outcome.DENY);
    for (String path : List.of("src/a.py", "Makefile", "build/x.o", ".gatehouse/x", ".env")) {
      assertThat(write(REVIEW, path)).as(path).isEqualTo(Outcome.DENY);
    }
    assertThat(REVIEW.read(WorkspacePath.parse("src/a.py")).decision().outcome())
        .isEqualTo(Outcome.ALLOW);
    assertThat(REVIEW.read(WorkspacePath.parse(".env")).decision().outcome())
        .isEqualTo(Outcome.DENY);
  }

  private static Outcome argv(Policy policy, String words) {
    return policy.command(new CommandRequest.Argv(List.of(words.split(" ")))).outcome();
  }

  private static Outcome shell(Policy policy) {
    return policy.command(new CommandRequest.Shell("ls")).outcome();
  }

  private static Outcome write(Policy policy, String path) {
    return policy
        .write(WorkspacePath.parse(path), false, ChangeOrigin.COMMAND)
        .decision()
        .outcome();
  }
}
