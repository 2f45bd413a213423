package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.policy.AnswerLine;
import dev.gatehouse.cli.policy.AskedQuestion;
import dev.gatehouse.cli.policy.LineProblem;
import dev.gatehouse.cli.policy.QuestionLines;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.policy.decision.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Answers each line of a batch with one line. */
final class BatchScreen implements QuestionLines.Sink<AskedQuestion> {
  private final Screen screen;
  private final Policy policy;
  private final boolean json;
  private boolean refused;

  private BatchScreen(Screen screen, Policy policy, boolean json) {
    this.screen = screen;
    this.policy = policy;
    this.json = json;
  }

  /**
   * Answers every line, in order.
   *
   * @return YES, or COULD_NOT where a line is not a question
   * @throws dev.gatehouse.cli.screen.CliException FILE_UNREADABLE
   */
  static int answer(Screen screen, Policy policy, String file, boolean json) {
    BatchScreen batch = new BatchScreen(screen, policy, json);
    try (InputStream in = InputFile.open(file)) {
      QuestionLines.read(in, line -> AskedQuestion.read(line, Set.of()), batch);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    return batch.refused ? ExitCode.COULD_NOT : ExitCode.YES;
  }

  @Override
  public void take(long line, AskedQuestion asked) {
    Decision decision = asked.decide(policy);
    if (json) {
      screen.document(JsonDocument.line(new AnswerLine(asked.id(), decision).toJson()));
      return;
    }
    screen.line(
        StyledText.strong(asked.id() + "  "),
        Outcomes.styled(decision.outcome()),
        StyledText.plain("  " + decision.rule() + ": " + decision.reason()));
    decision.next().ifPresent(next -> screen.line(StyledText.faint("    next: " + next)));
  }

  @Override
  public void refuse(LineProblem problem) {
    refused = true;
    if (json) {
      screen.document(JsonDocument.line(problem.toJson()));
      return;
    }
    show(screen, problem);
  }

  /** Shows a problem for people. */
  static void show(Screen screen, LineProblem problem) {
    screen.aside(
        StyledText.bad(problem.code()),
        StyledText.plain(": line %s: %s".formatted(problem.line(), problem.reason())));
  }
}
