package dev.gatehouse.controlplane.syscalls;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.request.Untrusted;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.syscalls.Answer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the dispatcher as JSON. What an agent's files and commands hold is marked untrusted
 * (C3).
 */
final class AnswerViews {
  private AnswerViews() {}

  /** One answer of a syscall. */
  sealed interface AnswerView {}

  record FileContent(
      String callId,
      String path,
      String sha256,
      long size,
      boolean executable,
      boolean scratch,
      Untrusted untrusted)
      implements AnswerView {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FileChanged(
      String callId,
      String path,
      String disposition,
      @Nullable String sha256,
      @Nullable String approvalId,
      String rule,
      String reason,
      @Nullable String next)
      implements AnswerView {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(String callId, @Nullable String path, List<Entry> entries, boolean truncated)
      implements AnswerView {
    record Entry(String name, String type, long size) {}
  }

  record CommandRan(
      String callId,
      String ending,
      int exitCode,
      long millis,
      Stream stdout,
      Stream stderr,
      DecisionView decision,
      List<PathChange> changes,
      long networkAttempts)
      implements AnswerView {
    record Stream(Untrusted untrusted, long bytes, String sha256, boolean truncated) {
      static Stream of(Answer.CommandRan.Stream stream) {
        return new Stream(
            Untrusted.of(stream.head()), stream.bytes(), stream.sha256().hex(), stream.truncated());
      }
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DecisionView(
      String outcome,
      String rule,
      String reason,
      @Nullable String mode,
      @Nullable List<StartedView> commands) {
    /** A simple command that the call could start, and the rule that allowed it. */
    record StartedView(List<String> argv, String rule, String sha256) {}

    static DecisionView of(Decision decision) {
      return new DecisionView(
          decision.outcome().name(),
          decision.rule(),
          decision.reason(),
          decision.mode().orElse(null),
          decision.commands().isEmpty()
              ? null
              : decision.commands().stream()
                  .map(c -> new StartedView(c.argv(), c.rule(), c.sha256().hex()))
                  .toList());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PathChange(
      String path,
      String disposition,
      String rule,
      String reason,
      @Nullable String next,
      @Nullable String approvalId) {
    static PathChange of(PathOutcome outcome) {
      return new PathChange(
          outcome.path().display(),
          outcome.disposition().name(),
          outcome.decision().rule(),
          outcome.decision().reason(),
          outcome.decision().next().orElse(null),
          outcome.approvalId().orElse(null));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ApprovalStands(String callId, String approvalId, String state, @Nullable String comment)
      implements AnswerView {}

  static AnswerView of(Answer answer) {
    return switch (answer) {
      case Answer.FileContent read ->
          new FileContent(
              read.callId(),
              read.path().text(),
              read.sha256().hex(),
              read.content().length,
              read.executable(),
              read.scratch(),
              Untrusted.of(read.content()));
      case Answer.FileChanged changed -> fileChanged(changed);
      case Answer.Listing listing ->
          new Listing(
              listing.callId(),
              listing.path().map(Object::toString).orElse(null),
              listing.entries().stream()
                  .map(e -> new Listing.Entry(e.name(), e.type(), e.size()))
                  .toList(),
              listing.truncated());
      case Answer.CommandRan ran ->
          new CommandRan(
              ran.callId(),
              ran.ending(),
              ran.exitCode(),
              ran.millis(),
              CommandRan.Stream.of(ran.stdout()),
              CommandRan.Stream.of(ran.stderr()),
              DecisionView.of(ran.decision()),
              ran.changes().stream().map(PathChange::of).toList(),
              ran.networkAttempts());
      case Answer.ApprovalStands stands ->
          new ApprovalStands(
              stands.callId(),
              stands.approvalId(),
              stands.state().name(),
              stands.comment().orElse(null));
    };
  }

  private static FileChanged fileChanged(Answer.FileChanged changed) {
    PathOutcome outcome = changed.outcome();
    Optional<String> sha256 = outcome.after().map(version -> version.sha256().hex());
    return new FileChanged(
        changed.callId(),
        outcome.path().display(),
        outcome.disposition().name(),
        sha256.orElse(null),
        outcome.approvalId().orElse(null),
        outcome.decision().rule(),
        outcome.decision().reason(),
        outcome.decision().next().orElse(null));
  }
}
