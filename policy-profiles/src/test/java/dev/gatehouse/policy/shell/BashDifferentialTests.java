package dev.gatehouse.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader lists every command that bash starts, and every file that bash writes. */
@Requires(Requirement.ROOT)
class BashDifferentialTests {
  private static final long SEED = Long.getLong("gatehouse.seed", 20261121);
  private static final int MAX_FAILURES = 5;
  @TempDir private static Path root;
  private static BashOracle bash;

  @BeforeAll
  static void copyBash() throws IOException, InterruptedException {
    bash = new BashOracle(root);
  }

  @Test
  void bashStartsNothingElseForTheStringsOfAnAgent() throws IOException, InterruptedException {
    compare("strings of an agent", AgentCommands.all());
  }

  /**
   * Forms in which bash once started more than the reader listed, now unreadable, and neighbours.
   */
  @Test
  void bashStartsNothingElseForStringsThatWereMissed() throws IOException, InterruptedException {
    compare(
        "strings that were missed",
        List.of(
            ">&-p",
            "a >&- p; b",
            ": \"\\\\`\"{,}\"`\"",
            ": \"`b {c,d}`\"",
            "a >&'$(b)'",
            "a >&\"\\x\"",
            "a >&\"x\" 2>&1 | b"));
  }

  @Test
  void bashStartsNothingElseForGeneratedStrings() throws IOException, InterruptedException {
    compare("generated strings", generated(1500));
  }

  @Test
  @Tag("deep")
  void bashStartsNothingElseForManyGeneratedStrings() throws IOException, InterruptedException {
    compare("generated strings", generated(Integer.getInteger("gatehouse.strings", 100_000)));
  }

  private static List<String> generated(int count) throws IOException {
    ShellStrings strings = new ShellStrings(new Random(SEED), AgentCommands.all());
    List<String> generated = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      generated.add(strings.next());
    }
    return generated;
  }

  private static void compare(String kind, List<String> strings)
      throws IOException, InterruptedException {
    Map<String, Integer> unreadable = new TreeMap<>();
    List<String> readable = new ArrayList<>();
    for (String string : strings) {
      switch (ShellReader.read(string, directory(0))) {
        case ShellReading.Unreadable no -> unreadable.merge(no.construct(), 1, Integer::sum);
        case ShellReading.Commands commands -> readable.add(string);
      }
    }
    List<String> failures = new ArrayList<>();
    int commands = 0;
    for (int from = 0;
        from < readable.size() && failures.size() < MAX_FAILURES;
        from += BashOracle.BATCH) {
      List<String> batch =
          readable.subList(from, Math.min(from + BashOracle.BATCH, readable.size()));
      List<BashOracle.Effects> effects = bash.run(batch);
      for (int i = 0; i < batch.size() && failures.size() < MAX_FAILURES; i++) {
        commands += effects.get(i).started().size();
        if (missed(ShellReader.read(batch.get(i), directory(i)), effects.get(i), i).isPresent()) {
          failures.add(report(batch.get(i), effects.get(i), i));
        }
      }
    }
    System.out.println(
        readable.size()
            + " of "
            + strings.size()
            + " "
            + kind
            + " are read and start "
            + commands
            + " commands; unreadable: "
            + unreadable);
    assertThat(failures).as("seed " + SEED).isEmpty();
    assertThat(readable.size()).isGreaterThan(strings.size() / 5);
    assertThat(commands).isGreaterThan(readable.size());
  }

  private static Optional<String> missed(
      ShellReading reading, BashOracle.Effects effects, int place) {
    return switch (reading) {
      case ShellReading.Commands(List<SimpleCommand> listed) ->
          new Coverage(listed, Path.of(directory(place))).missed(effects);
      case ShellReading.Unreadable no -> Optional.empty();
    };
  }

  private static boolean fails(String string) {
    return missed(ShellReader.read(string, directory(0)), effects(string), 0).isPresent();
  }

  private static BashOracle.Effects effects(String string) {
    try {
      return bash.run(List.of(string)).getFirst();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a failure prints; of the string and, where it fails alone, of the shortest like it. */
  private static String report(String string, BashOracle.Effects effects, int place) {
    if (!fails(string)) {
      return shown(string, effects, place);
    }
    String shortest = new Shrinking(BashDifferentialTests::fails).shrink(string);
    return shown(shortest, effects(shortest), 0) + "\n  found in: " + string + "\n";
  }

  private static String shown(String string, BashOracle.Effects effects, int place) {
    ShellReading reading = ShellReader.read(string, directory(place));
    return string
        + "\n  not listed: "
        + missed(reading, effects, place).orElse("nothing")
        + "\n  read: "
        + reading;
  }

  private static String directory(int place) {
    return "/workspace/" + place;
  }
}
