package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.Measurement.Act;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTests {
  @Test
  void theMiddleCountsAndNotTheMean() {
    assertThat(Summary.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Summary.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
  }

  @Test
  void eachCommandCountsWithItsMedianOverTheRounds() {
    List<Measurement> taken =
        List.of(
            command(1, 0, "plain", 10, 0),
            command(2, 0, "plain", 30, 0),
            command(3, 0, "plain", 20, 0),
            command(1, 1, "plain", 80, 0),
            command(1, 0, "gatehouse", 40, 0),
            command(1, 1, "gatehouse", 160, 1));
    String[] row = new Summary(taken).markdown().lines().toList().getLast().split(" \\| ");
    assertThat(row)
        .startsWith("| s", "2", "50.0 ms", "100.0 ms", "0.10 s", "0.20 s", "2.00")
        .endsWith("1 |");
  }

  @Test
  void theDataAreLinesOfNumbers() {
    assertThat(Measurement.csv(List.of(command(1, 7, "plain", 12, 3))))
        .isEqualTo(
            """
            script,round,act,step,side,first,millis,exitCode,recordedExitCode
            s,1,COMMAND,7,plain,true,12.000,3,0
            """);
  }

  private static Measurement command(int round, int step, String side, long millis, int exitCode) {
    return new Measurement(
        "s", round, Act.COMMAND, step, side, true, millis * 1_000_000, exitCode, 0);
  }
}
