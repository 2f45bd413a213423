package dev.gatehouse.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What one act took on one side.
 *
 * @param script the recorded run's name
 * @param round from 1
 * @param step the command's number in the record; -1 for opening and closing
 * @param side {@code gatehouse} or {@code plain}
 * @param first whether this side went first
 * @param nanos from before the call to its whole answer
 * @param exitCode of the command; 0 for opening and closing
 * @param recorded the exit code in the record
 */
record Measurement(
    String script,
    int round,
    Act act,
    int step,
    String side,
    boolean first,
    long nanos,
    int exitCode,
    int recorded) {

  /** What was measured. */
  enum Act {
    OPEN,
    COMMAND,
    CLOSE
  }

  /** Thousandths of a second. */
  double millis() {
    return nanos / 1e6;
  }

  /** The data as a table: a heading and a line each, times in milliseconds. */
  static String csv(List<Measurement> all) {
    return Stream.concat(
            Stream.of("script,round,act,step,side,first,millis,exitCode,recordedExitCode"),
            all.stream().map(Measurement::line))
        .reduce("", (text, line) -> text + line + "\n");
  }

  private String line() {
    return String.format(
        Locale.ROOT,
        "%s,%d,%s,%d,%s,%b,%.3f,%d,%d",
        script,
        round,
        act,
        step,
        side,
        first,
        millis(),
        exitCode,
        recorded);
  }
}
