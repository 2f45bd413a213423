package dev.gatehouse.cli.replay;

import dev.gatehouse.client.CommandAnswer;
import dev.gatehouse.client.CommandAnswer.PathChange;
import dev.gatehouse.client.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of one recorded command.
 *
 * @param recorded the command
 * @param exitCode what it exited with; empty where it did not run to an exit
 * @param ending how it ended; the code of the refusal where it did not run
 * @param decision outcome and mode, such as {@code ALLOW contained}
 * @param millis how long it ran
 * @param changes what became of each path that it changed, scratch left out
 * @param refusal the gateway's refusal, where it did not run
 */
record StepResult(
    RecordedStep recorded,
    OptionalInt exitCode,
    String ending,
    String decision,
    long millis,
    List<PathChange> changes,
    Optional<ProblemException> refusal) {

  /** The result of a command that ran. */
  static StepResult of(RecordedStep recorded, CommandAnswer answer) {
    return new StepResult(
        recorded,
        answer.exitCode(),
        answer.ending(),
        answer.decision().outcome() + answer.decision().mode().map(mode -> " " + mode).orElse(""),
        answer.millis(),
        answer.changes().stream().filter(each -> !each.disposition().equals("SCRATCH")).toList(),
        Optional.empty());
  }

  /** The result of a command that the gateway refused. */
  static StepResult of(RecordedStep recorded, ProblemException refusal) {
    return new StepResult(
        recorded, OptionalInt.empty(), refusal.code(), "DENY", 0, List.of(), Optional.of(refusal));
  }

  /** Whether it exited by itself, with the recorded code. */
  boolean asRecorded() {
    return exitCode.isPresent()
        && exitCode.getAsInt() == recorded.exitCode()
        && (ending.equals("EXITED") || ending.equals("SIGNALLED"));
  }
}
