package dev.gatehouse.evidence.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * One session of a runner, as the judge's plug-in reported it.
 *
 * @param tests every test that was collected, in order
 * @param collectors what could not be collected, or was skipped as a whole
 * @param sentinels the plug-in's own tests
 * @param plugins plug-ins, conftest files and other files with hooks, but for those of the image
 * @param ended whether the session came to its end
 * @param ran whether there was anything to run: not for a runner that tells its version
 * @param exit the session's exit status; -1 where it has none
 */
public record JudgeSession(
    List<Test> tests,
    List<Test> collectors,
    List<Sentinel> sentinels,
    List<Plugin> plugins,
    boolean ended,
    boolean ran,
    long exit) {
  public JudgeSession {
    tests = List.copyOf(tests);
    collectors = List.copyOf(collectors);
    sentinels = List.copyOf(sentinels);
    plugins = List.copyOf(plugins);
  }

  /**
   * One test, or one collector.
   *
   * @param id the runner's own name for it
   * @param outcome what became of it
   */
  public record Test(String id, TestOutcome outcome) {}

  /**
   * One of the plug-in's own tests.
   *
   * @param name its name
   * @param place 0 before the session's tests, 1 after them
   * @param outcome what became of it
   */
  public record Sentinel(String name, long place, TestOutcome outcome) {}

  /**
   * A plug-in, a conftest file, or another file with hooks of the runner.
   *
   * @param file its path in the tree; absolute if it is outside; for code of no file its own name
   * @param sha256 of its content when it was loaded, in hexadecimal digits; empty if nobody could
   *     read it
   */
  public record Plugin(String file, String sha256) {}

  /** Whether its sentinels are as expected; a session that ran nothing has none. */
  public boolean isHonest(String nonce) {
    return sentinels.equals(ran ? expected(nonce) : List.of());
  }

  /** The sentinels that a session of that nonce has if nobody interfered. */
  public static List<Sentinel> expected(String nonce) {
    return Stream.of(0L, 1L)
        .flatMap(place ->
            Stream.of(
                new Sentinel(JudgeKey.sentinel(nonce, true, place), place, TestOutcome.PASSED),
                new Sentinel(JudgeKey.sentinel(nonce, false, place), place, TestOutcome.FAILED)))
        .toList();
  }
}
