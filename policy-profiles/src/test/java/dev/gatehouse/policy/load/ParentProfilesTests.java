package dev.gatehouse.policy.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.error.ProfileException.Problem;
import dev.gatehouse.policy.load.ParentProfiles.Lineage;
import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.profile.CommandPolicy.ShellMode;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Feedback;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A profile is bounded by its parents. */
class ParentProfilesTests {
  private static final Profile DEFAULT = ProfileLoader.shipped("default");

  private final Map<String, String> files = new HashMap<>();

  @Test
  void aChildWithoutRulesDecidesAsItsParent() {
    Profile child = load(child("extends: [default]"));
    Policy bounded = new Policy(child);
    Policy parent = new Policy(DEFAULT);

    assertThat(child.paths()).isEmpty();
    assertThat(child.limits()).isEqualTo(DEFAULT.limits());
    assertThat(child.syscalls()).isEqualTo(DEFAULT.syscalls());
    assertThat(child.gates()).isEqualTo(DEFAULT.gates());
    assertThat(child.verification().control()).isEqualTo(DEFAULT.verification().control());
    DEFAULT.paths().stream()
        .flatMap(rule -> rule.examples().match().stream())
        .forEach(path -> {
          assertThat(bounded.read(path)).isEqualTo(parent.read(path));
          assertThat(bounded.hidden(path.toTreePath())).isEqualTo(parent.hidden(path.toTreePath()));
          for (boolean inBase : new boolean[] {true, false}) {
            assertThat(bounded.write(path, inBase, ChangeOrigin.COMMAND))
                .isEqualTo(parent.write(path, inBase, ChangeOrigin.COMMAND));
          }
        });
    DEFAULT.commands().programs().stream()
        .flatMap(rule -> rule.examples().notMatch().stream())
        .map(CommandRequest.Argv::new)
        .forEach(argv -> assertThat(bounded.command(argv)).isEqualTo(parent.command(argv)));
  }

  @Test
  void theStrictestOfOwnRulesAndEachParentDecidesAPath() {
    files.put("docs", child("packs: [core]", rule("sources", "readonly", "src/**", "src/a")));
    Policy policy =
        new Policy(
            load(
                child(
                    "packs: [c-make]",
                    "extends: [default, docs]",
                    rule("own", "deny", "secret/**", "secret/x")
                        + item("held", "protect, approver: OPERATOR", "data/**", "data/x")
                        + item("opened", "write", "setup.py", "setup.py")
                        + item("made", "scratch", "out/**", "out/x"))));

    assertThat(write(policy, "secret/x").rule()).isEqualTo("own");
    assertThat(read(policy, "secret/x")).isEqualTo(Outcome.DENY);
    assertThat(policy.hidden(TreePath.of("secret/x"))).isTrue();
    assertThat(read(policy, "data/x")).isEqualTo(Outcome.ALLOW);
    assertThat(write(policy, "data/x").outcome()).isEqualTo(Outcome.HOLD);
    assertThat(write(policy, "src/a").rule()).isEqualTo("sources");
    assertThat(write(policy, "src/a").outcome()).isEqualTo(Outcome.DENY);
    assertThat(write(policy, "setup.py").rule()).isEqualTo("python-build");
    assertThat(write(policy, "setup.py").outcome()).isEqualTo(Outcome.HOLD);
    assertThat(change(policy, "out/x").zone()).isEqualTo(Destination.SCRATCH);
    assertThat(write(policy, "README.md").outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(write(policy, ".git/config").outcome()).isEqualTo(Outcome.DENY);
  }

  @Test
  void aProtectedPathIsLeftToScratchOfAParent() {
    Policy policy = new Policy(load(child("extends: [default]", "tests: held")));

    assertThat(write(policy, "tests/test_a.py").rule()).isEqualTo("tests");
    assertThat(change(policy, "node_modules/x/tests/a.js").zone()).isEqualTo(Destination.SCRATCH);
  }

  @Test
  void aCommandIsDecidedByTheStrictestToo() {
    Policy policy =
        new Policy(
            load(
                child(
                    "extends: [default]",
                    "paths: [{id: own, effect: deny, reason: Own., patterns: [secret], examples:"
                        + " {match: [secret]}}]",
                    """
                    commands:
                      shell: forbidden
                      programs:
                        - {id: no-make, programs: [make], allow: false, anyArguments: true, reason: No., examples: {match: [[make]]}}
                        - {id: say, programs: [echo], anyArguments: true, reason: Own., examples: {match: [[echo, x]]}}
                    """)));

    assertThat(argv(policy, "make").rule()).isEqualTo("no-make");
    assertThat(argv(policy, "echo", "x").rule()).isEqualTo("say");
    assertThat(argv(policy, "grep", "x", "a").rule()).isEqualTo("grep");
    assertThat(argv(policy, "curl").outcome()).isEqualTo(Outcome.DENY);
    assertThat(argv(policy, "cat", "secret").rule()).isEqualTo("own");
    assertThat(argv(new Policy(DEFAULT), "cat", "secret").outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(argv(policy, "curl").next().orElseThrow()).doesNotContain("shell string");
    assertThat(policy.command(new CommandRequest.Shell("ls")).outcome()).isEqualTo(Outcome.DENY);
  }

  @Test
  void theRestIsWithinTheParents() {
    files.put(
        "small",
        child(
            "packs: [core]",
            "syscalls: [file.read, exec.run]",
            "limits: {processes: 64}",
            "gates: [isolation]",
            "feedback: {output: false}",
            "commands: {shell: forbidden}",
            "verification: {control: [judge], steps: [{id: first, argv: [sh, a]}]}"));
    Profile profile =
        load(
            child(
                "extends: [small, default]",
                "syscalls: [file.read, file.write]",
                "limits: {processes: 100, openFiles: 100}",
                "gates: [commands]",
                "verification: {control: [mine], steps: [{id: second, argv: [sh, b]}]}"));

    assertThat(profile.syscalls()).containsExactly("file.read");
    assertThat(profile.limits().processes()).isEqualTo(64);
    assertThat(profile.limits().openFiles()).isEqualTo(100);
    assertThat(profile.gates()).containsExactlyInAnyOrderElementsOf(Profile.GATES);
    assertThat(profile.feedback()).isEqualTo(new Feedback(true, false));
    assertThat(profile.commands().shell()).isEqualTo(ShellMode.FORBIDDEN);
    assertThat(profile.verification().steps())
        .extracting(VerificationStep::id)
        .containsExactly("first", "second");
    assertThat(profile.verification().control())
        .contains(new PathPattern("judge"), new PathPattern("mine"), new PathPattern("**/*.pth"));
    assertThat(load(child("extends: [small]")).gates()).containsExactly("isolation");
    assertThat(
            problems(child("extends: [small]", "verification: {steps: [{id: first, argv: [x]}]}")))
        .extracting(Problem::path)
        .containsExactly("verification");
  }

  @Test
  void theSnapshotHoldsTheParentsAndDecidesTheSame() {
    Profile profile = load(child("extends: [default]", rule("own", "readonly", "src/**", "src/a")));
    Json.Obj snapshot = StrictJson.readCanonical(profile.toJson().canonical());
    Profile read = ProfileLoader.fromSnapshot(snapshot);

    assertThat(read).isEqualTo(profile);
    assertThat(read.sha256()).isEqualTo(profile.sha256());
    assertThat(write(new Policy(read), "src/a").rule()).isEqualTo("own");
    assertThat(write(new Policy(read), "Makefile").rule()).isEqualTo("make-build");
    assertThat(snapshot.has("extends")).isFalse();
    assertThat(DEFAULT.toJson().has("parents")).isFalse();
  }

  @Test
  void aSnapshotThatGoesBeyondItsParentsIsKeptWithinThem() {
    Json.Obj snapshot = load(child("extends: [default]")).toJson();
    String wide = snapshot.canonicalText();
    int own = wide.indexOf("\"limits\"");
    String wider =
        wide.substring(0, own)
            + wide.substring(own).replaceFirst("\"processes\":512", "\"processes\":9999");

    assertThat(ProfileLoader.fromSnapshot(StrictJson.read(wider.getBytes(UTF_8))).limits())
        .isEqualTo(DEFAULT.limits());
  }

  @Test
  void anAllowRuleWhoseExampleAParentDeniesIsRefused() {
    assertThat(problems(child("extends: [default]", rule("own", "write", ".env", ".env"))))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo("paths");
          assertThat(problem.why()).contains("own", ".env", "default", "secrets");
        });
    String command =
        "commands: {shell: contained, programs: [{id: fetch, programs: [curl], anyArguments: true,"
            + " reason: Own., examples: {match: [[curl, x]]}}]}";
    assertThat(problems(child("extends: [default]", command)))
        .extracting(Problem::why)
        .singleElement()
        .asString()
        .contains("fetch", "curl", "default", "network");
    assertThat(load(child("extends: [default]", rule("own", "deny", ".env", ".env"))).paths())
        .hasSize(1);
  }

  @Test
  void aDerivedProfileHasItsBaseAsParentAndChainsDoNotGrow() {
    Profile derived = DEFAULT.withSteps("one", List.of(VerificationStep.shell("a", "true", 5)));
    Profile again = derived.withSteps("two", List.of(VerificationStep.shell("b", "true", 5)));
    Profile held = again.holdingTests().withSteps("three", List.of());

    assertThat(derived.parents()).containsExactly(DEFAULT);
    assertThat(again.parents()).containsExactly(DEFAULT);
    assertThat(again.verification().steps()).hasSize(2);
    assertThat(held.depth()).isEqualTo(2);
    assertThat(write(new Policy(held), "test_a.py").rule()).isEqualTo("tests");
    assertThat(held.holdingTests()).isEqualTo(held);
    for (Profile profile : List.of(derived, again, held)) {
      assertThat(ProfileLoader.fromSnapshot(profile.toJson())).isEqualTo(profile);
    }
  }

  @Test
  void refusesParentsThatAreUnknownTwiceInACircleOrTooMany() {
    files.put("a", child("extends: [b]"));
    files.put("b", child("extends: [a]"));
    assertThat(problems(file("a")))
        .extracting(Problem::why)
        .singleElement()
        .asString()
        .contains("is its own parent");
    assertThat(problems(child("extends: [nobody]")))
        .extracting(Problem::why)
        .contains("no profile is called nobody");
    assertThat(problems(child("extends: [../x]")))
        .extracting(Problem::why)
        .contains("a parent is named by an identifier");
    assertThat(problems(child("extends: [default, default]")))
        .extracting(Problem::why)
        .contains("default is there twice");
    files.put("p0", child("packs: [core]"));
    IntStream.rangeClosed(1, 5)
        .forEach(i -> files.put("p" + i, child("extends: [p%s]".formatted(i - 1))));
    assertThat(load(file("p4")).depth()).isEqualTo(Profile.MOST_DEPTH);
    assertThat(problems(file("p5")))
        .extracting(Problem::why)
        .singleElement()
        .asString()
        .contains("parents behind each other");
    String five = IntStream.range(0, 5).mapToObj(i -> "w" + i).collect(Collectors.joining(", "));
    IntStream.range(0, 5).forEach(i -> files.put("w" + i, file("p0").replace("child", "w" + i)));
    assertThat(problems(child("extends: [%s]".formatted(five))))
        .extracting(Problem::path)
        .containsExactly("extends[4]");
    String four = five.substring(0, five.lastIndexOf(','));
    IntStream.range(0, 4)
        .forEach(i ->
            files.put("v" + i, child("extends: [%s]".formatted(four)).replace("child", "v" + i)));
    assertThat(problems(child("extends: [v0, v1, v2, v3]")))
        .extracting(Problem::why)
        .containsExactly("more than 16 parents in all");
    Profile deep = load(file("p4").replace("extends", "tests: held\nextends"));
    assertThatThrownBy(() -> deep.withSteps("x", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String file(String name) {
    return Objects.requireNonNull(files.get(name));
  }

  private Profile load(String yaml) {
    ParentProfiles profiles =
        (name, lineage) ->
            files.containsKey(name)
                ? Optional.of(ProfileLoader.load(name, file(name).getBytes(UTF_8), lineage))
                : ParentProfiles.SHIPPED.find(name, lineage);
    return ProfileLoader.load("test", yaml.getBytes(UTF_8), Lineage.of(profiles));
  }

  private List<Problem> problems(String yaml) {
    return catchThrowableOfType(ProfileException.class, () -> load(yaml)).problems();
  }

  private static String child(String... members) {
    return "formatVersion: \"1\"\nname: child\ndescription: A child.\n"
        + String.join("\n", members)
        + "\n";
  }

  private static String rule(String id, String effect, String pattern, String example) {
    return "paths:\n" + item(id, effect, pattern, example);
  }

  private static String item(String id, String effect, String pattern, String example) {
    return "  - {id: %s, effect: %s, reason: Own., patterns: [\"%s\"], examples: {match: [%s]}}\n"
        .formatted(id, effect, pattern, example);
  }

  private static PathDecision change(Policy policy, String path) {
    return policy.write(WorkspacePath.parse(path), false, ChangeOrigin.FILE);
  }

  private static Decision write(Policy policy, String path) {
    return change(policy, path).decision();
  }

  private static Outcome read(Policy policy, String path) {
    return policy.read(WorkspacePath.parse(path)).decision().outcome();
  }

  private static Decision argv(Policy policy, String... argv) {
    return policy.command(new CommandRequest.Argv(List.of(argv)));
  }
}
