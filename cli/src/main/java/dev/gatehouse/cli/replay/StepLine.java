package dev.gatehouse.cli.replay;

import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.CommandAnswer.PathChange;
import java.util.Locale;

/** One line for a command, and one for each path that it changed. */
final class StepLine {
  private static final int COMMAND_WIDTH = 72;

  private StepLine() {}

  static void show(Screen screen, int steps, StepResult result) {
    int digits = Integer.toString(steps).length();
    String command = Replay.firstLine(result.recorded().command());
    screen.line(
        StyledText.faint(String.format("%" + digits + "d  ", result.recorded().step())),
        exit(result),
        StyledText.plain(String.format("  %-16s %6s ms  ", result.decision(), result.millis())),
        StyledText.faint(
            command.length() > COMMAND_WIDTH
                ? command.substring(0, COMMAND_WIDTH - 1) + "\u2026"
                : command));
    result
        .refusal()
        .ifPresent(problem -> {
          screen.line(
              StyledText.bad("     refused    " + problem.code()),
              StyledText.plain(": " + problem.detail()));
          problem.next().ifPresent(next -> screen.line("       next: " + next));
        });
    result.changes().forEach(change -> screen.line(path(change)));
  }

  private static StyledText exit(StepResult result) {
    String got =
        result.exitCode().isPresent() && result.ending().equals("EXITED")
            ? "exit " + result.exitCode().getAsInt()
            : result.ending();
    return result.asRecorded()
        ? StyledText.good(String.format("%-22s", got + " = recorded"))
        : StyledText.bad(
            String.format("%-22s", got + " (recorded " + result.recorded().exitCode() + ")"));
  }

  private static StyledText path(PathChange change) {
    String reason =
        change.approvalId().map(id -> "  (approval " + id + ")").orElse("")
            + (change.disposition().equals("COMMITTED") ? "" : "  " + change.reason());
    String line = String.format("     %-10s %s%s", word(change), change.path(), reason);
    return switch (change.disposition()) {
      case "COMMITTED" -> StyledText.plain(line);
      case "HELD" -> StyledText.warn(line);
      default -> StyledText.bad(line);
    };
  }

  private static String word(PathChange change) {
    return change.disposition().toLowerCase(Locale.ROOT);
  }
}
