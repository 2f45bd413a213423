package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.RunDetails;
import dev.gatehouse.client.RunDetails.FailedStep;
import dev.gatehouse.client.RunDetails.FailedTest;
import dev.gatehouse.client.RunDetails.OutputTail;
import dev.gatehouse.client.Untrusted;
import java.util.List;
import java.util.Optional;

/** The steps and tests of a run that failed, with the ends of their output. */
final class Failures {
  private static final int STEP_LINES = 20;
  private static final int TEST_LINES = 8;
  private static final int TESTS = 10;

  private Failures() {}

  static void show(Screen screen, RunDetails details) {
    details.failedSteps().orElse(List.of()).forEach(step -> show(screen, step));
    details
        .failedTests()
        .filter(tests -> tests.total() > 0)
        .ifPresent(tests -> {
          screen.line(StyledText.bad(Counted.of(tests.total(), "failed test")));
          tests.first().stream().limit(TESTS).forEach(test -> show(screen, test));
          if (tests.total() > TESTS) {
            screen.line(
                "  and " + (tests.total() - Math.min(TESTS, tests.first().size())) + " more");
          }
        });
  }

  private static void show(Screen screen, FailedStep step) {
    screen.line(
        StyledText.bad("failed step " + step.id()),
        StyledText.plain(
            step.ending().equals("EXITED")
                ? ": exit code " + step.exitCode()
                : ": " + step.ending()));
    stream(screen, "stdout", step.stdout());
    stream(screen, "stderr", step.stderr());
  }

  private static void stream(Screen screen, String name, Optional<OutputTail> tail) {
    tail.filter(shown -> shown.bytes() > 0)
        .ifPresent(shown -> {
          screen.line(StyledText.faint("  end of " + name + ", " + shown.bytes() + " bytes:"));
          lines(screen, shown.untrusted(), STEP_LINES);
        });
  }

  private static void show(Screen screen, FailedTest test) {
    screen.line("  " + test.untrusted().lenientText() + " in step " + test.step());
    test.output().ifPresent(output -> lines(screen, output.untrusted(), TEST_LINES));
  }

  /** The last lines of what somebody printed. */
  private static void lines(Screen screen, Untrusted untrusted, int most) {
    List<String> lines = untrusted.lenientText().lines().toList();
    lines.stream()
        .skip(Math.max(0, lines.size() - most))
        .forEach(line -> screen.line(StyledText.faint("    | "), StyledText.plain(line)));
  }
}
