package dev.gatehouse.policy.closure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Named;
import dev.gatehouse.policy.closure.base.ClosureBounds;
import dev.gatehouse.policy.closure.base.Guards;
import dev.gatehouse.policy.closure.base.LinkWalk;
import dev.gatehouse.policy.closure.command.PlannedCommand;
import dev.gatehouse.policy.error.ClosureException;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A closure is whole or refused, and found in bounded time. */
@Timeout(60)
@Requires(Requirement.TIME)
class ClosureBoundsTests {
  private static final Guards GUARDS =
      new Guards() {
        @Override
        public Set<String> takers(TreePath path) {
          return Set.of();
        }

        @Override
        public boolean controls(TreePath path) {
          return path.latin1().endsWith("Makefile");
        }

        @Override
        public boolean hides(TreePath path) {
          return false;
        }
      };

  private final TreeMap<TreePath, FileVersion> files = new TreeMap<>();
  private final Map<Digest, byte[]> contents = new HashMap<>();

  @Test
  void moreNamesThanLinksMayGiveAreRefused() {
    // Each directory has links to all of them: the names that pass several links multiply.
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        put("d%s/l%s".formatted(i, j), FileMode.SYMLINK, "../d" + j);
      }
    }

    refused(ClosureBounds.USUAL, "names that links give");
  }

  @Test
  void moreComponentsOfNamesAreRefused() {
    String winding = "a/../".repeat(700) + "b";
    for (int i = 0; i < 3500; i++) {
      put("l" + i, FileMode.SYMLINK, winding);
    }

    refused(ClosureBounds.USUAL, "components of names");
  }

  @Test
  void moreFilesBeyondLinksAreRefused() {
    for (int i = 0; i < 1100; i++) {
      put("l" + i, FileMode.SYMLINK, "d");
      put("d/f" + i, FileMode.REGULAR, "");
    }

    refused(ClosureBounds.USUAL, "files beyond links");
  }

  @Test
  void aMakefileThatIsTooLargeIsRefused() {
    put("Makefile", FileMode.REGULAR, "#".repeat((1 << 20) + 1));

    refused(ClosureBounds.USUAL, "bytes in Makefile");
  }

  @Test
  void allThatIsReadIsBoundedTogether() {
    for (int i = 0; i < 20; i++) {
      put("d%s/Makefile".formatted(i), FileMode.REGULAR, "#" + i + "#".repeat(1000));
    }

    refused(
        new ClosureBounds(9, 9, 9, 1 << 20, 1 << 10, 99, 99, 1 << 20),
        "bytes of links, makefiles and scripts");
  }

  @Test
  void moreNamedPathsAreRefused() {
    StringBuilder makefile = new StringBuilder("include");
    for (int i = 0; i < 11_000; i++) {
      makefile.append(" i").append(i);
    }
    put("Makefile", FileMode.REGULAR, makefile.append("\n").toString());
    refusedFor("make", bounds(10_000, 200_000, 16 << 20), "named paths");
  }

  @Test
  void moreCommandsAreRefused() {
    put("Makefile", FileMode.REGULAR, "test:\n" + "\ttrue\n".repeat(1000));

    refusedFor("make", bounds(100, 500, 16 << 20), "commands, includes and targets");
  }

  @Test
  void variablesThatMultiplyAreRefusedSoon() {
    StringBuilder makefile = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      makefile.append("v%s = %s\n".formatted(i, "$(v%s)".formatted(i + 1).repeat(20)));
    }
    put("Makefile", FileMode.REGULAR, makefile + "include $(v0)\n");

    refusedFor("make", ClosureBounds.USUAL, "commands, includes and targets");
  }

  @Test
  void aDocumentThatIsTooLargeIsRefused() {
    put("Makefile", FileMode.REGULAR, "include " + "x".repeat(2000) + "\n");

    refusedFor("make", bounds(100, 500, 1000), "bytes");
  }

  @Test
  void aLongChainOfIncludesIsRefused() {
    put("Makefile", FileMode.REGULAR, "include m1\n");
    for (int i = 1; i < 100; i++) {
      put("m" + i, FileMode.REGULAR, "include m%s\n".formatted(i + 1));
    }

    refusedFor("make", ClosureBounds.USUAL, "makefiles that include each other");
  }

  @Test
  void evaluationsThatContainEachOtherAreRefused() {
    put("Makefile", FileMode.REGULAR, "again = $$(eval $$(again))\n$(eval $(again))\n");

    refusedFor("make", ClosureBounds.USUAL, "makefiles that include each other");
  }

  @Test
  void shellTextsInEachOtherAreRefused() {
    refusedFor(
        "again='eval $again'; eval $again", ClosureBounds.USUAL, "shell texts in each other");
  }

  @Test
  void textThatIsReadAgainAndAgainIsRefused() {
    put("script", FileMode.REGULAR, "#" + "x".repeat(100_000) + "\n");
    StringBuilder step = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      step.append("x%s=1 sh script\n".formatted(i));
    }

    refusedFor(step.toString(), bounds(100, 20_000, 16 << 20), "commands, includes and targets");
    assertThat(of(step.toString(), ClosureBounds.USUAL).closure().named()).isNotEmpty();
  }

  @Test
  void aLongValueAndMoreVariablesThanAreRememberedAreComputed() {
    StringBuilder many = new StringBuilder("first=ci/first.sh\n");
    for (int i = 0; i < 2000; i++) {
      many.append("variable%s=%s\n".formatted(i, "x".repeat(10)));
    }
    String late = many + "last=ci/last.sh\nsh $last\nsh $first\n";
    String longer = "long=ci/%s\nsh $long\n";

    assertThat(named(late, 0))
        .extracting(named -> named.path().display())
        .containsExactly("ci/first.sh");
    assertThat(named(longer.formatted("x".repeat(4093)), 0)).hasSize(1);
    assertThat(named(longer.formatted("x".repeat(4094)), 0)).isEmpty();
    assertThat(computed(longer.formatted("x".repeat(4094)), 0)).isEqualTo(1);
  }

  @Test
  void variablesThatMultiplyAreReadSoon() {
    put(
        "script",
        FileMode.REGULAR,
        manyVariables() + "(true)\n".repeat(40_000) + "export ".repeat(1000));
    put("Makefile", FileMode.REGULAR, "export ".repeat(100_000) + "x = y\n");

    refusedFor("make; sh script", ClosureBounds.USUAL, "commands, includes and targets");
  }

  @Test
  void longPatternsOfNamesAreReadSoon() {
    for (int i = 0; i < 1000; i++) {
      put("d/%s%s".formatted("a".repeat(200), i), FileMode.REGULAR, "");
    }
    put("script", FileMode.REGULAR, "sh d/*" + "a*".repeat(100_000) + "b\n");

    refusedFor("sh script", ClosureBounds.USUAL, "commands, includes and targets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def a ",
        "pytest_plugins=a,b;",
        "f\"{\"",
        "[(",
        "import a,",
        "\"-p \",",
        " def a():\n",
        "addopts=[",
        "addopts=-p a\n ",
        "addopts={'a'",
        "-pppp",
        "-p a\n",
        "-p a "
      })
  void textThatNamesPluginsIsReadSoon(String part) {
    String text = part.repeat((1 << 19) / part.length());
    put("a.py", FileMode.REGULAR, "pytest_plugins=a\n" + text);
    put("own.toml", FileMode.REGULAR, text);

    assertThatNoException()
        .isThrownBy(() -> of("pytest -p a -c own.toml || pytest -c a.py", ClosureBounds.USUAL));
  }

  @Test
  void aVariableOfAMakefileThatGrowsIsReadSoon() {
    put("Makefile", FileMode.REGULAR, "O+=a\nO+=b\nO+=c\n".repeat(1000) + "test:\n\tpytest $(O)\n");

    assertThat(computed("make", 0)).isEqualTo(1);
  }

  @Test
  void parenthesesInEachOtherAreBounded() {
    put("script", FileMode.REGULAR, manyVariables() + "(".repeat(400_000));
    refusedFor("sh script", ClosureBounds.USUAL, "20 parentheses in each other");

    put("script", FileMode.REGULAR, "(".repeat(20) + "sh named");
    assertThat(of("sh script", ClosureBounds.USUAL).closure().named())
        .anyMatch(named -> named.path().latin1().equals("named"));
  }

  private static String manyVariables() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      script.append("v%s=%s\n".formatted(i, i));
    }
    return script.toString();
  }

  @Test
  void aVariableWithMoreValuesIsComputed() {
    for (int count : List.of(16, 17, 1024)) {
      assertThat(named("for each in %s; do sh ci/$each.sh; done", count)).hasSize(count);
      assertThat(computed("for each in %s; do sh ci/$each.sh; done", count)).isZero();
    }
    assertThat(named("for each in %s; do sh ci/$each.sh; done", 1025)).isEmpty();
    assertThat(computed("for each in %s; do sh ci/$each.sh; done", 1025)).isEqualTo(1);
  }

  @Test
  void aVariableOfAMakefileWithMoreValuesIsComputed() {
    for (int count : List.of(8, 9)) {
      StringBuilder makefile = new StringBuilder();
      for (int i = 0; i < count; i++) {
        makefile.append("X = i%s\n".formatted(i));
      }
      put("Makefile", FileMode.REGULAR, makefile + "include ci/$(X)\n");
      assertThat(of("true", ClosureBounds.USUAL).closure().computed()).hasSize(count - 8);
    }
  }

  @Test
  void namesThatAreComputedAreNotedUpToABound() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 1001; i++) {
      script.append("sh $(x) %s\n".formatted(i));
    }

    assertThat(of(script.toString(), ClosureBounds.USUAL).closure().computed()).hasSize(1000);
  }

  @Test
  void aChainOfLinksThatTheKernelFollowsIsFollowedAndALongerOneLeadsNowhere() {
    for (int i = 0; i < 41; i++) {
      put("l" + i, FileMode.SYMLINK, "l" + (i + 1));
    }
    LinkWalk walk = new LinkWalk(targets(), ClosureBounds.USUAL);

    assertThat(walk.follow("", "l1").end()).isEqualTo(LinkWalk.End.INSIDE);
    assertThat(walk.follow("", "l1").path()).isEqualTo(new TreePath("l41"));
    assertThat(walk.follow("", "l0").end()).isEqualTo(LinkWalk.End.LOOP);
  }

  @Test
  void anOrdinaryLargeBaseIsClosedSoon() {
    for (int i = 0; i < 50_000; i++) {
      put("src/d%s/f%s.py".formatted(i % 100, i), FileMode.REGULAR, "");
    }
    put("all", FileMode.SYMLINK, "src");
    put("Makefile", FileMode.REGULAR, "test:\n\tsh run.sh\n");
    long began = System.nanoTime();

    assertThat(of("make test", ClosureBounds.USUAL).closure().named()).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  private List<Named> named(String shell, int values) {
    return of(shell.formatted(numbers(values)), ClosureBounds.USUAL).closure().named().stream()
        .filter(named -> named.path().display().startsWith("ci/"))
        .toList();
  }

  private int computed(String shell, int values) {
    return of(shell.formatted(numbers(values)), ClosureBounds.USUAL).closure().computed().size();
  }

  private static String numbers(int count) {
    return String.join(" ", IntStream.range(0, count).mapToObj(i -> "n" + i).toList());
  }

  private static ClosureBounds bounds(int named, int commands, int document) {
    return new ClosureBounds(1000, 100_000, 1000, 1 << 20, 1 << 20, named, commands, document);
  }

  private void refused(ClosureBounds bounds, String what) {
    refusedFor("true", bounds, what);
  }

  private void refusedFor(String shell, ClosureBounds bounds, String what) {
    assertThatExceptionOfType(ClosureException.class)
        .isThrownBy(() -> of(shell, bounds))
        .withMessageContaining(what);
  }

  private BaseClosure of(String shell, ClosureBounds bounds) {
    return BaseClosure.of(
        new Tree(files),
        version -> Objects.requireNonNull(contents.get(version.sha256())),
        GUARDS,
        List.of(new PlannedCommand("tests", List.of("bash", "-c", shell), Map.of())),
        bounds);
  }

  private Map<TreePath, String> targets() {
    Map<TreePath, String> targets = new HashMap<>();
    files.forEach((path, version) ->
        targets.put(
            path, new String(Objects.requireNonNull(contents.get(version.sha256())), ISO_8859_1)));
    return targets;
  }

  private void put(String path, FileMode mode, String content) {
    byte[] bytes = content.getBytes(ISO_8859_1);
    FileVersion version = FileVersion.of(mode, bytes);
    contents.put(version.sha256(), bytes);
    files.put(new TreePath(path), version);
  }
}
