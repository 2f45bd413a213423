package dev.gatehouse.gates.folder;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Cancellation;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.gates.history.Gate;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.gates.report.GateFinding;
import java.util.List;
import java.util.Optional;

/** Everything that the evidence refers to is there, and every call has an end. */
public final class EvidenceCompleteGate implements Gate {
  private static final String TREE = "data/tree.json";
  private static final String REPORT = "data/verifier_report.json";
  private static final String DIFF = "data/diff.patch";
  private static final String FAILURE = "data/failure.json";

  @Override
  public String name() {
    return "evidence-complete";
  }

  @Override
  public void judge(RunHistory facts, FindingCollector log) {
    JournalOrder.check(facts, log);
    boolean completed = facts.status().equals(Optional.of(RunStatus.COMPLETED));
    if (!completed) {
      facts.status().ifPresent(status -> ended(facts, status, log));
    }
    files(facts, completed, log);
    for (JournaledEvent<Event> placed : facts.events()) {
      contents(facts, placed, log);
    }
    facts.verified().ifPresent(r -> steps(facts, r, log));
    log.note("%s events, %s calls".formatted(facts.events().size(), facts.intents().size()));
  }

  private static void ended(RunHistory facts, RunStatus status, FindingCollector log) {
    Optional<Cancellation> cancelled = facts.end().flatMap(Event.RunEnded::cancelled);
    log.line(
        cancelled.isPresent() ? FindingCode.RUN_CANCELLED : FindingCode.RUN_NOT_COMPLETED,
        facts.events().size(),
        cancelled
            .map(by ->
                "%s %s cancelled the run"
                    .formatted(
                        by.role() == Cancellation.Role.OPERATOR ? "the operator" : "the agent",
                        by.by()))
            .orElse("the run ended as %s; open a new one".formatted(status)));
  }

  private static void files(RunHistory facts, boolean completed, FindingCollector log) {
    switch (facts.result()) {
      case RunHistory.Reading.Read<Optional<Tree>> read -> {
        if (read.value().isEmpty()) {
          log.file(
              FindingCode.TREE_MISSING, TREE, "the run folder lacks the result tree; restore it");
        }
      }
      case RunHistory.Reading.Broken<Optional<Tree>> broken ->
          log.file(FindingCode.EVIDENCE_MALFORMED, TREE, broken.why());
    }
    switch (facts.verifierReport()) {
      case RunHistory.Reading.Read<Optional<VerifierReport>> read -> {
        if (read.value().isEmpty() && completed) {
          log.file(
              FindingCode.VERIFIER_REPORT_MISSING,
              REPORT,
              "the run folder lacks the verifier report; restore it");
        }
      }
      case RunHistory.Reading.Broken<Optional<VerifierReport>> broken ->
          log.file(FindingCode.EVIDENCE_MALFORMED, REPORT, broken.why());
    }
    switch (facts.failure()) {
      case RunHistory.Reading.Read<Optional<ClosingFailure>> read ->
          read.value()
              .ifPresent(why ->
                  log.file(
                      FindingCode.CLOSING_FAILED,
                      FAILURE,
                      "%s failed with %s: %s".formatted(why.step(), why.code(), why.reason())));
      case RunHistory.Reading.Broken<Optional<ClosingFailure>> broken ->
          log.file(FindingCode.EVIDENCE_MALFORMED, FAILURE, broken.why());
    }
    boolean failed = facts.failure().found().flatMap(why -> why).isPresent();
    if (!failed && facts.evidence().diffBytes().isEmpty()) {
      log.file(FindingCode.DIFF_MISSING, DIFF, "the run folder lacks the patch; restore it");
    }
  }

  private static void contents(
      RunHistory facts, JournaledEvent<Event> placed, FindingCollector log) {
    switch (placed.event()) {
      case Event.CallEnded ended -> {
        for (PathOutcome path : ended.paths()) {
          boolean counts =
              switch (path.disposition()) {
                case COMMITTED, HELD -> true;
                case SCRATCH, DROPPED -> false;
              };
          if (counts) {
            version(facts, placed.line(), path.before(), log);
            version(facts, placed.line(), path.after(), log);
          }
        }
        output(facts, placed.line(), ended.answer(), log);
      }
      case Event.ApprovalRequested requested -> {
        version(facts, placed.line(), requested.approval().change().before(), log);
        version(facts, placed.line(), requested.approval().change().after(), log);
      }
      case Event.RunBegun e -> {}
      case Event.LeaseTaken e -> {}
      case Event.CallIntended e -> request(facts, placed.line(), e.request(), log);
      case Event.CallRefused e -> request(facts, placed.line(), e.request(), log);
      case Event.CallConfirmed e -> {}
      case Event.CallAborted e -> {}
      case Event.ApprovalSettled e -> {}
      case Event.ScratchLost e -> {}
      case Event.RunSubmitted e -> {}
      case Event.RunEnded e -> {}
    }
  }

  private static void request(
      RunHistory facts, long line, CallRequest request, FindingCollector log) {
    if (request instanceof CallRequest.Reference reference && reference.kept()) {
      content(facts, FindingCollector.JOURNAL, line, reference.sha256(), log);
    }
  }

  /** A submodule has no content; its git id is a commit. */
  private static void version(
      RunHistory facts, long line, Optional<FileVersion> version, FindingCollector log) {
    if (version.isPresent() && version.get().mode() != FileMode.GITLINK) {
      content(facts, FindingCollector.JOURNAL, line, version.get().sha256(), log);
    }
  }

  /** The heads of a command's streams. */
  private static void output(RunHistory facts, long line, Json.Obj answer, FindingCollector log) {
    for (String stream : List.of("stdout", "stderr")) {
      try {
        Optional<Json.Obj> said = answer.optionalObject(stream);
        if (said.isPresent()) {
          Digest head = said.get().parsed("headSha256", Digest::new);
          content(facts, FindingCollector.JOURNAL, line, head, log);
        }
      } catch (JsonFormatException e) {
        log.line(
            FindingCode.EVIDENCE_MALFORMED,
            line,
            "the answer's %s: %s".formatted(stream, e.getMessage()));
      }
    }
  }

  private static void steps(RunHistory facts, VerifierReport report, FindingCollector log) {
    for (VerifiedStep step : report.steps()) {
      reported(facts, step.stdout().blobSha256(), log);
      reported(facts, step.stderr().blobSha256(), log);
      step.tests().ifPresent(tests -> reported(facts, tests.reportSha256(), log));
      step.judged().ifPresent(judged -> reported(facts, judged.reportSha256(), log));
    }
    report.base().ifPresent(digest -> reported(facts, digest, log));
  }

  private static void reported(RunHistory facts, String digest, FindingCollector log) {
    if (Digest.isHex(digest)) {
      content(facts, REPORT, 0, new Digest(digest), log);
    } else {
      log.file(FindingCode.EVIDENCE_MALFORMED, REPORT, "a digest of it is none");
    }
  }

  private static void content(
      RunHistory facts, String path, long line, Digest digest, FindingCollector log) {
    switch (facts.state(digest)) {
      case THERE -> {}
      case MISSING ->
          log.add(
              new GateFinding(
                  FindingCode.CONTENT_MISSING,
                  path,
                  line,
                  "content that is referred to is not there; restore the blob",
                  Optional.of(digest.hex())));
      case DAMAGED ->
          log.add(
              new GateFinding(
                  FindingCode.CONTENT_DAMAGED,
                  path,
                  line,
                  "content is not what its name says; restore the blob",
                  Optional.of(digest.hex())));
    }
  }
}
