package dev.gatehouse.policy.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Destination;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.error.ProfileException.Problem;
import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.profile.CommandPolicy;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.ProgramRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Profiles that unite packs with rules of their own. */
class PackTests {
  private static final List<String> SHIPPED = Pack.SHIPPED;

  private static final String PYTHON =
      """
      formatVersion: "1"
      name: library
      description: A Python library.
      packs: [core, ci, python]
      """;

  @Test
  void whatAProfileWithPacksLeavesOutIsAsUsual() {
    Profile profile = load(PYTHON);

    assertThat(profile.syscalls()).containsExactlyElementsOf(Profile.SYSCALLS);
    assertThat(profile.gates()).containsExactlyElementsOf(Profile.GATES);
    assertThat(profile.limits()).isEqualTo(Limits.USUAL);
    assertThat(profile.commands().shell()).isEqualTo(CommandPolicy.USUAL.shell());
    assertThat(profile.verification().steps()).isEmpty();
    assertThat(load(PYTHON + "limits: {processes: 64}\n").limits().processes()).isEqualTo(64);
    assertThat(load(PYTHON + "syscalls: [file.read]\n").syscalls()).containsExactly("file.read");
    assertThat(problems(PYTHON.replace("packs: [core, ci, python]", "packs: []")))
        .extracting(Problem::path)
        .contains("commands", "limits", "verification", "gates");
  }

  @Test
  void aRuleOfAPackHasItsNameInTheSnapshotAndARuleOfTheProfileHasNone() {
    Profile profile = load(PYTHON + own("protect", "approver: OPERATOR, "));

    assertThat(origin(profile, "credentials")).contains("core");
    assertThat(origin(profile, "ci")).contains("ci");
    assertThat(origin(profile, "python-build")).contains("python");
    assertThat(origin(profile, "own")).isEmpty();
    assertThat(profile.commands().programs())
        .filteredOn(rule -> rule.id().equals("python"))
        .extracting(ProgramRule::origin)
        .containsExactly(Optional.of("python"));
    Json.Obj snapshot = StrictJson.readCanonical(profile.toJson().canonical());
    assertThat(ProfileLoader.fromSnapshot(snapshot)).isEqualTo(profile);
    assertThat(snapshot.has("packs")).isFalse();
    assertThat(snapshot.objects("paths").getFirst().has("origin")).isFalse();
  }

  @Test
  void aSnapshotNamesNoPackAndNoList() {
    Json.Obj snapshot = load(PYTHON).toJson();
    Json.Obj named =
        Json.object().putAll(snapshot).put("packs", Json.Arr.ofStrings(List.of("core"))).build();

    assertThat(
            catchThrowableOfType(ProfileException.class, () -> ProfileLoader.fromSnapshot(named))
                .problems())
        .extracting(Problem::path)
        .containsExactly("packs");
    assertThat(snapshot.canonicalText()).doesNotContain("{@").contains("zipimport");
  }

  @Test
  void theProfileOfTheDocumentLoadsInUnderFifteenLines() throws IOException {
    String document = Files.readString(Path.of("../INTERFACES.md"));
    String fence = "```yaml\n";
    int start = document.indexOf(fence, document.indexOf("## Policy file")) + fence.length();
    String yaml = document.substring(start, document.indexOf("```", start));

    Profile profile = load(yaml);

    assertThat(yaml.lines().count()).isLessThan(15);
    assertThat(profile.verification().steps().getFirst().junit()).isPresent();
    assertThat(write(new Policy(profile), "data/rates.csv").decision().rule()).isEqualTo("data");
    assertThat(write(new Policy(profile), "setup.py").decision().outcome()).isEqualTo(Outcome.HOLD);
    assertThat(write(new Policy(profile), "src/a.py").decision().outcome())
        .isEqualTo(Outcome.ALLOW);
  }

  @Test
  void packsAreUnitedAndTheStrictestEffectWins() {
    Policy python = new Policy(load(PYTHON));
    Policy make = new Policy(load(PYTHON.replace("python]", "c-make]")));
    Policy both = new Policy(load(PYTHON.replace("python]", "python, c-make]")));

    assertThat(write(python, "Makefile").decision().outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(write(make, "setup.py").decision().outcome()).isEqualTo(Outcome.ALLOW);
    for (String path : List.of("Makefile", "setup.py")) {
      assertThat(write(both, path).decision().outcome()).as(path).isEqualTo(Outcome.HOLD);
    }
    assertThat(command(make, "python3", "x.py")).isEqualTo(Outcome.DENY);
    assertThat(command(python, "make")).isEqualTo(Outcome.DENY);
    assertThat(command(both, "python3", "x.py")).isEqualTo(Outcome.ALLOW);
    assertThat(command(both, "make")).isEqualTo(Outcome.ALLOW);
    Policy strict = new Policy(load(PYTHON + own("readonly", "")));
    assertThat(write(strict, "setup.py").decision().rule()).isEqualTo("own");
    assertThat(write(strict, "setup.py").decision().outcome()).isEqualTo(Outcome.DENY);
    assertThat(write(both, "x.o").zone()).isEqualTo(Destination.SCRATCH);
    assertThat(write(python, "x.o").zone()).isEqualTo(Destination.RESULT);
  }

  @Test
  void controlOfPacksIsUnited() {
    String own = PYTHON + "verification: {control: [judge.sh], steps: []}\n";

    assertThat(load(own.replace("python]", "python, c-make]")).verification().control())
        .contains(new PathPattern("judge.sh"), new PathPattern("**/*.mk"))
        .contains(new PathPattern("**/*.pth"));
    assertThat(load(own.replace("python]", "go]")).verification().control())
        .containsExactly(new PathPattern("judge.sh"));
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void everyPackIsNeededForItsOwnExamples(String name) {
    String all = String.join(", ", SHIPPED);
    String others =
        SHIPPED.stream().filter(pack -> !pack.equals(name)).collect(Collectors.joining(", "));
    Policy with = new Policy(load(PYTHON.replace("core, ci, python", all)));
    Policy without = new Policy(load(PYTHON.replace("core, ci, python", others)));

    assertThat(Pack.shipped(name).paths())
        .flatExtracting(rule -> rule.examples().match())
        .anyMatch(path -> !effect(with, path).equals(effect(without, path)));
  }

  @Test
  void anIdNamesOneRule() {
    assertThat(problems(PYTHON + own("readonly", "").replace("id: own", "id: secrets")))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.path()).isEqualTo("packs");
          assertThat(problem.why()).contains("the profile itself", "core", "secrets");
          assertThat(problem.line()).isEqualTo(4);
        });
  }

  @Test
  void refusesPacksThatAreUnknownTwiceOrTooMany() {
    assertThat(problems(PYTHON.replace("ci,", "cobol,")))
        .extracting(Problem::path)
        .containsExactly("packs[1]");
    assertThat(problems(PYTHON.replace("ci,", "core,")))
        .extracting(Problem::why)
        .containsExactly("names each pack once");
    String many =
        IntStream.rangeClosed(0, Pack.MOST).mapToObj(i -> "core").collect(Collectors.joining(", "));
    assertThat(problems(PYTHON.replace("core, ci, python", many)))
        .extracting(Problem::why)
        .contains("names at most 16 packs");
  }

  @Test
  void aPatternMayNameAListOfNamesThatShips() {
    String rule = own("readonly", "");

    assertThat(problems(PYTHON + rule.replace("\"setup.py\"", "\"{@cobol-modules}.py\"")))
        .extracting(Problem::path)
        .contains("paths[0].patterns[0]");
    PathRule read =
        load(PYTHON + rule.replace("\"setup.py\"", "setup.py, \"lib/{@pytest-modules}.py\""))
            .paths()
            .getFirst();
    assertThat(read.patterns().get(1).text()).startsWith("lib/{attr,").endsWith(",coverage}.py");
    assertThat(
            load(PYTHON + rule.replace("\"setup.py\"", "setup.py, \"{@types,@babel}/x\""))
                .paths()
                .getFirst()
                .patterns())
        .contains(new PathPattern("{@types,@babel}/x"));
  }

  private static String own(String effect, String approver) {
    return """
    paths:
      - {id: own, effect: %s, %sreason: Own., patterns: ["setup.py"], examples: {match: [setup.py]}}
    """
        .formatted(effect, approver);
  }

  private static Optional<String> origin(Profile profile, String id) {
    return profile.paths().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow()
        .origin();
  }

  private static List<Object> effect(Policy policy, WorkspacePath path) {
    PathDecision write = policy.write(path, false, ChangeOrigin.FILE);
    return List.of(
        policy.read(path).decision().outcome(), write.decision().outcome(), write.zone());
  }

  private static PathDecision write(Policy policy, String path) {
    return policy.write(WorkspacePath.parse(path), false, ChangeOrigin.FILE);
  }

  private static Outcome command(Policy policy, String... argv) {
    return policy.command(new CommandRequest.Argv(List.of(argv))).outcome();
  }

  private static Profile load(String yaml) {
    return ProfileLoader.load("test", yaml.getBytes(UTF_8));
  }

  private static List<Problem> problems(String yaml) {
    return catchThrowableOfType(ProfileException.class, () -> load(yaml)).problems();
  }
}
