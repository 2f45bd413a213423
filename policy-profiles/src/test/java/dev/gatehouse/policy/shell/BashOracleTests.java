package dev.gatehouse.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.shell.CommandWord.Literal;
import dev.gatehouse.policy.shell.CommandWord.Unknown;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bash starts is recorded whole, and what is not listed is found. */
@Requires(Requirement.ROOT)
class BashOracleTests {
  @TempDir private static Path root;
  private static BashOracle bash;

  @BeforeAll
  static void copyBash() throws IOException, InterruptedException {
    bash = new BashOracle(root);
  }

  @Test
  void bothSidesOfListsAndBranchesAreSeen() throws IOException, InterruptedException {
    assertThat(started("a && b || c; if dd; then e; elif f; then g; else h; fi; exit; i & j | k"))
        .contains("a", "b", "c", "dd", "e", "f", "g", "h", "exit", "i", "j", "k");
  }

  @Test
  void wordsAreThoseThatTheProgramGets() throws IOException, InterruptedException {
    assertThat(
            started("a 'b  c' \"$(d)\" {1..2} src/* ''; ./f $'\\n'; /bin/g; \"é\" <<E\n$(h)\nE\n"))
        .contains("a|b  c||1|2|src/c.py|", "d", "./f|\n", "/bin/g", "Ã©", "h");
  }

  @Test
  void aBuiltinIsSeenAndHasItsEffectInAnotherPass() throws IOException, InterruptedException {
    BashOracle.Effects effects =
        effects("cd src && A=1 B='c d' a; x=$(echo b c); $x; eval 'd > file'");
    Map<String, String> variables = Map.of("A", "1", "B", "c d");
    assertThat(effects.started())
        .contains(
            new BashOracle.Started(List.of("cd", "src"), 0, 0, "", Map.of()),
            new BashOracle.Started(List.of("a"), 0, 0, "", variables),
            new BashOracle.Started(List.of("a"), 0, 0, "/workspace/0/src", variables),
            new BashOracle.Started(List.of("b", "c"), 0, 0, "/workspace/0/src", Map.of()));
    assertThat(effects.files()).containsExactly("src/file");
  }

  @Test
  void endlessAndLargeStringsEndAndTheNextIsRun() throws IOException, InterruptedException {
    List<BashOracle.Effects> effects =
        bash.run(
            List.of(
                "while :; do a; done",
                "until (b); do (c) & done",
                "while :; do :; done",
                "d {1..200000}; e",
                "kill -9 -1; enable -n echo; trap x EXIT; exec >&-; f",
                "g"));
    assertThat(effects).hasSize(6).allMatch(each -> !each.started().isEmpty());
    assertThat(effects.get(5).started())
        .containsExactly(
            new BashOracle.Started(List.of("g"), 0, 0, "", Map.of()),
            new BashOracle.Started(List.of("g"), 0, 0, "/workspace/5", Map.of()));
  }

  @Test
  void longWordsAreCut() throws IOException, InterruptedException {
    assertThat(effects("a " + "b".repeat(4000)).started().iterator().next())
        .isEqualTo(new BashOracle.Started(List.of("a", "b".repeat(1400)), 1400, 0, "", Map.of()));
  }

  @Test
  void whatIsNotListedIsFound() throws IOException, InterruptedException {
    BashOracle.Effects effects = effects("a b > out");
    Redirection out = new Redirection(Redirection.Kind.WRITE, new Literal("out"));
    assertThat(missed(effects, List.of(new Literal("a"), new Literal("b")), out)).isFalse();
    assertThat(missed(effects, List.of(new Literal("a"), unknown("", true)), out)).isFalse();
    assertThat(missed(effects, List.of(new Literal("a"), unknown("", false)), out)).isFalse();
    assertThat(missed(effects, List.of(new Literal("a")), out)).isTrue();
    assertThat(missed(effects, List.of(new Literal("a"), unknown("c", false)), out)).isTrue();
    assertThat(missed(effects, List.of(new Literal("b"), new Literal("b")), out)).isTrue();
    Redirection other = new Redirection(Redirection.Kind.WRITE, new Literal("other"));
    assertThat(missed(effects, List.of(new Literal("a"), new Literal("b")), other)).isTrue();
  }

  private static CommandWord unknown(String prefix, boolean single) {
    return new Unknown("$x", prefix, single);
  }

  private static boolean missed(
      BashOracle.Effects effects, List<CommandWord> words, Redirection redirection) {
    SimpleCommand listed =
        new SimpleCommand(
            words,
            new TreeMap<>(),
            List.of(redirection),
            new TreeSet<>(List.of("/workspace/0")),
            new TextSpan(0, 1));
    return new Coverage(List.of(listed), Path.of("/workspace/0")).missed(effects).isPresent();
  }

  private static List<String> started(String string) throws IOException, InterruptedException {
    return effects(string).started().stream()
        .map(each -> String.join("|", each.words()))
        .distinct()
        .toList();
  }

  private static BashOracle.Effects effects(String string)
      throws IOException, InterruptedException {
    return bash.run(List.of(string)).getFirst();
  }
}
