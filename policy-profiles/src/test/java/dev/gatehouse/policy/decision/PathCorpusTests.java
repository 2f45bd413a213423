package dev.gatehouse.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.Decision.Outcome;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each row of {@code paths.jsonl} is decided as it says, and shows what it protects from. */
class PathCorpusTests {
  private static final int LEAST = 400;
  private static final int LEAST_ALLOWED = 150;
  private static final Profile PROFILE = ProfileLoader.shipped("default");
  private static final Policy POLICY = new Policy(PROFILE);

  /** Classes whose allowed rows are changes of scratch. */
  private static final Set<String> MADE_ANEW = Set.of("scratch", "git");

  private static final String SAME = "same:";
  private static final Map<String, Predicate<String>> TWINS = new HashMap<>();

  private static List<PathRow> rows = List.of();

  @BeforeAll
  static void read() throws IOException {
    rows = PathRow.all();
  }

  @Test
  void noRowIsBypassedOrWronglyBlocked() {
    List<String> bypasses = new ArrayList<>();
    List<String> wronglyBlocked = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (PathRow row : rows) {
      for (PathRow.Operation operation : row.operations()) {
        String decided = row.decided(POLICY, operation);
        if (!decided.equals(row.expect())) {
          List<String> wrong =
              decided.equals(PathRow.ALLOW)
                  ? bypasses
                  : row.expect().equals(PathRow.ALLOW) ? wronglyBlocked : others;
          wrong.add("%s; %s is %s".formatted(row, operation, decided));
        }
      }
    }
    System.out.print(figures());
    System.out.printf(
        "%s rows, %s bypasses, %s wrongly blocked%n",
        rows.size(), bypasses.size(), wronglyBlocked.size());
    assertThat(bypasses).as("bypasses").isEmpty();
    assertThat(wronglyBlocked).as("wrongly blocked").isEmpty();
    assertThat(others).as("refused in another way").isEmpty();
  }

  @Test
  void thereAreManyRowsAndNoneTwice() {
    assertThat(rows).hasSizeGreaterThanOrEqualTo(LEAST);
    assertThat(rows.stream().filter(PathCorpusTests::isAllowed))
        .hasSizeGreaterThanOrEqualTo(LEAST_ALLOWED);
    Set<String> seen = new TreeSet<>();
    for (PathRow row : rows) {
      assertThat(row.operations()).as("%s", row).isNotEmpty();
      assertThat(row.reason()).as("%s", row).isNotBlank();
      for (PathRow.Operation operation : row.operations()) {
        assertThat(seen.add(operation + " " + HexFormat.of().formatHex(row.bytes())))
            .as("%s, %s", row, operation)
            .isTrue();
      }
    }
  }

  /**
   * A refused row names the most careful of the unguarded implementations that lets it through, or
   * says why all refuse it too: otherwise it proves nothing.
   */
  @Test
  void anUnguardedTwinLetsThroughWhatIsRefused() {
    List<String> wrong = new ArrayList<>();
    for (PathRow row : rows) {
      Optional<UnguardedPaths> twin = isAllowed(row) ? Optional.empty() : twin(row);
      Optional<String> expected = twin.map(PathCorpusTests::name);
      boolean isSame = row.twin().filter(text -> text.startsWith(SAME)).isPresent();
      boolean right =
          (expected.isPresent() || isAllowed(row)) ? row.twin().equals(expected) : isSame;
      if (!right) {
        wrong.add("line %s: %s".formatted(row.line(), expected.orElse(SAME)));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void wayOutThatTheTwinLetsThroughLeadsOutOrToWhatIsProtected() {
    List<PathRow> out =
        rows.stream()
            .filter(row -> row.kind().equals("traversal") || row.kind().equals("absolute"))
            .filter(row -> twin(row).isPresent())
            .toList();
    assertThat(out).hasSizeGreaterThan(10);
    Path workspace = Path.of(UnguardedPaths.WORKSPACE);
    for (PathRow row : out) {
      Path place = Path.of(UnguardedPaths.place(row.text())).normalize();
      boolean isOutside = !place.startsWith(workspace) || place.equals(workspace);
      assertThat(isOutside || isProtected(workspace.relativize(place))).as("%s", row).isTrue();
    }
  }

  @Test
  void everyDecisionIsWhole() {
    for (PathRow row : rows) {
      if (row.expect().startsWith("PATH_") || row.operations().contains(PathRow.Operation.BASE)) {
        continue;
      }
      WorkspacePath path = WorkspacePath.parse(row.bytes());
      for (PathRow.Operation operation : row.operations()) {
        PathDecision decision = PathRow.decision(POLICY, path, operation);
        assertThat(decision.decision().next().isPresent()).as("%s", row).isEqualTo(!isAllowed(row));
        assertThat(decision.approverRole().filter("OPERATOR"::equals).isPresent())
            .as("%s", row)
            .isEqualTo(decision.decision().outcome() == Outcome.HOLD);
        assertThat(row.rule().filter(rule -> !rule.equals(decision.decision().rule())))
            .as("%s", row)
            .isEmpty();
        assertThat(decision.zone() == Destination.SCRATCH)
            .as("%s", row)
            .isEqualTo(isAllowed(row) && MADE_ANEW.contains(row.kind()));
        if (operation == PathRow.Operation.READ) {
          assertThat(POLICY.hidden(path.toTreePath())).as("%s", row).isEqualTo(!isAllowed(row));
        }
      }
    }
  }

  private static boolean isAllowed(PathRow row) {
    return row.expect().equals(PathRow.ALLOW);
  }

  private static Optional<UnguardedPaths> twin(PathRow row) {
    return Stream.of(UnguardedPaths.values())
        .filter(twin ->
            row.operations().stream()
                .anyMatch(operation -> letsThrough(twin, operation).test(row.text())))
        .findFirst();
  }

  private static Predicate<String> letsThrough(UnguardedPaths twin, PathRow.Operation operation) {
    return TWINS.computeIfAbsent(
        twin + " " + operation, _ -> twin.letsThrough(PROFILE.paths(), operation));
  }

  private static String name(UnguardedPaths twin) {
    return twin.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isProtected(Path path) {
    WorkspacePath parsed = WorkspacePath.parse(path.toString());
    return POLICY.hidden(TreePath.of(path.toString()))
        || POLICY.write(parsed, true, ChangeOrigin.FILE).decision().outcome() != Outcome.ALLOW;
  }

  private static String figures() {
    Map<String, Map<String, Integer>> byKind = new TreeMap<>();
    for (PathRow row : rows) {
      String expected = row.expect().startsWith("PATH_") ? "unparsed" : row.expect();
      Map<String, Integer> counts = byKind.computeIfAbsent(row.kind(), _ -> new TreeMap<>());
      counts.merge("rows", 1, Integer::sum);
      counts.merge(expected, 1, Integer::sum);
      row.twin()
          .map(twin -> "twin " + twin.split(":", 2)[0])
          .ifPresent(twin -> counts.merge(twin, 1, Integer::sum));
    }
    StringBuilder text = new StringBuilder();
    byKind.forEach((kind, counts) -> text.append("%s: %s%n".formatted(kind, counts)));
    return text.toString();
  }
}
