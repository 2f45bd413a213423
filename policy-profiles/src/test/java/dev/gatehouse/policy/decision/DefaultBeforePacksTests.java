package dev.gatehouse.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.path.PatternSet;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The profile {@code default} decides as it did when it was one file, before there were packs. */
class DefaultBeforePacksTests {
  private static final int GENERATED = 2000;

  private static final Profile BEFORE = before();
  private static final Profile NOW = ProfileLoader.shipped("default");
  private static final Policy OLD = new Policy(BEFORE);
  private static final Policy NEW = new Policy(NOW);

  /** All that a decision on a path does; rule and reason may differ where a rule was divided. */
  private record Effect(Decision.Outcome outcome, Destination zone, Optional<String> approver) {
    static Effect of(PathDecision decision) {
      return new Effect(decision.decision().outcome(), decision.zone(), decision.approverRole());
    }
  }

  @Test
  void theRestOfTheProfileIsTheSame() {
    assertThat(NOW.syscalls()).isEqualTo(BEFORE.syscalls());
    assertThat(NOW.limits()).isEqualTo(BEFORE.limits());
    assertThat(NOW.gates()).isEqualTo(BEFORE.gates());
    assertThat(NOW.feedback()).isEqualTo(BEFORE.feedback());
    assertThat(NOW.verification().steps()).isEqualTo(BEFORE.verification().steps());
  }

  @Test
  void everyExampleOfEveryRuleHasTheSameEffect() {
    List<String> paths =
        Stream.of(BEFORE, NOW)
            .flatMap(profile -> profile.paths().stream())
            .flatMap(rule ->
                Stream.concat(
                    rule.examples().match().stream(), rule.examples().notMatch().stream()))
            .map(WorkspacePath::text)
            .distinct()
            .toList();
    assertThat(paths).hasSizeGreaterThan(150);
    paths.forEach(DefaultBeforePacksTests::assertSameEffect);
  }

  @Test
  void everyPathOfTheCorpusHasTheSameEffect() throws IOException {
    long same =
        PathRow.all().stream()
            .map(PathRow::text)
            .distinct()
            .filter(DefaultBeforePacksTests::assertSameEffect)
            .count();

    assertThat(same).isGreaterThan(400);
  }

  @Test
  void generatedPathsHaveTheSameEffect() {
    Random random = new Random(20261122);
    List<String> names = names();
    TreeSet<String> seen = new TreeSet<>();
    TreeSet<Decision.Outcome> outcomes = new TreeSet<>();
    int same = 0;
    for (int i = 0; i < GENERATED; i++) {
      List<String> components = new ArrayList<>();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        components.add(disguised(names.get(random.nextInt(names.size())), random));
      }
      String path = String.join("/", components);
      if (seen.add(path) && assertSameEffect(path)) {
        same++;
        outcomes.add(
            NEW.write(WorkspacePath.parse(path), false, ChangeOrigin.FILE).decision().outcome());
      }
    }
    // A name of each pattern alone, and below directories that no rule names.
    for (String name : names) {
      for (String path :
          List.of(name, "a/" + name, "a/b/" + name, name + "/x", "a/" + name + "/x")) {
        same += assertSameEffect(path) ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThan(GENERATED);
    assertThat(outcomes).containsExactly(Decision.Outcome.values());
  }

  private static boolean assertSameEffect(String text) {
    WorkspacePath path;
    try {
      path = WorkspacePath.parse(text);
    } catch (PathException e) {
      return false;
    }
    assertThat(NEW.read(path).decision().outcome())
        .as("read of " + text)
        .isEqualTo(OLD.read(path).decision().outcome());
    assertThat(NEW.hidden(path.toTreePath())).isEqualTo(OLD.hidden(path.toTreePath()));
    for (ChangeOrigin via : ChangeOrigin.values()) {
      for (boolean inBase : new boolean[] {true, false}) {
        assertThat(Effect.of(NEW.write(path, inBase, via)))
            .as("%s of %s, in base %s", via, text, inBase)
            .isEqualTo(Effect.of(OLD.write(path, inBase, via)));
      }
    }
    PathNames names = PathNames.of(path, NameRules.CURRENT);
    assertThat(Control.NOW.matches(names))
        .as("control of " + text)
        .isEqualTo(Control.BEFORE.matches(names));
    return true;
  }

  /** The control patterns, prepared. */
  private static final class Control {
    static final PatternSet BEFORE = set(DefaultBeforePacksTests.BEFORE);
    static final PatternSet NOW = set(DefaultBeforePacksTests.NOW);

    private static PatternSet set(Profile profile) {
      return PatternSet.folded(profile.verification().control(), NameRules.CURRENT);
    }
  }

  /** Every name that a component of a pattern takes, with its wildcards filled in. */
  private static List<String> names() {
    return Stream.of(BEFORE, NOW)
        .flatMap(profile ->
            Stream.concat(
                profile.paths().stream().flatMap(DefaultBeforePacksTests::patterns),
                profile.verification().control().stream()))
        .map(PathPattern::text)
        .flatMap(text -> Arrays.stream(text.split("/")))
        .filter(component -> !component.equals("**"))
        .flatMap(component -> expanded(component).stream())
        .map(name -> name.replace("*", "x").replace("?", "y"))
        .collect(
            () -> new TreeSet<>(List.of("src", "a", "README.md")), TreeSet::add, TreeSet::addAll)
        .stream()
        .toList();
  }

  private static Stream<PathPattern> patterns(PathRule rule) {
    return Stream.concat(rule.patterns().stream(), rule.exceptions().stream());
  }

  private static List<String> expanded(String component) {
    int open = component.indexOf('{');
    if (open < 0) {
      return List.of(component);
    }
    int close = component.indexOf('}', open);
    List<String> result = new ArrayList<>();
    for (String choice : component.substring(open + 1, close).split(",")) {
      for (String rest : expanded(component.substring(close + 1))) {
        result.add(component.substring(0, open) + choice + rest);
      }
    }
    return result;
  }

  private static String disguised(String name, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> name.toUpperCase(java.util.Locale.ROOT);
      case 1 -> name + ".";
      case 2 -> name + "~1";
      case 3 -> name + ".bak";
      case 4 -> "x" + name;
      default -> name;
    };
  }

  private static Profile before() {
    try (InputStream in = ProfileLoader.class.getResourceAsStream("default-before-packs.yaml")) {
      return ProfileLoader.load("before", Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
