package dev.gatehouse.gates.history;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.folder.MissingEvidenceException;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.CallRequest;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.ClosingFailure;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The evidence of one run as the gates look at it: read once, sorted, nothing believed. */
public final class RunHistory {
  private final RunEvidence evidence;
  private final List<JournaledEvent<Event>> events = new ArrayList<>();
  private final Map<String, JournaledEvent<Event.CallIntended>> intents = new LinkedHashMap<>();
  private final Map<String, JournaledEvent<Event.CallEnded>> outcomes = new LinkedHashMap<>();
  private final Map<String, JournaledEvent<Event.ApprovalRequested>> approvals =
      new LinkedHashMap<>();
  private final List<JournaledEvent<Event.ApprovalSettled>> settled = new ArrayList<>();
  private final List<CommittedChange> committed = new ArrayList<>();
  private final Reading<Profile> profile;
  private final Reading<Optional<Tree>> result;
  private final Reading<Optional<VerifierReport>> verifierReport;
  private final Reading<Optional<ClosingFailure>> failure;
  private final Reading<Optional<ControlClosure>> closure;
  private final Optional<Policy> policy;
  private final Map<Digest, ContentState> states = new TreeMap<>();

  /** A part of the evidence, or why it cannot be read. */
  public sealed interface Reading<T> {
    record Read<T>(T value) implements Reading<T> {}

    record Broken<T>(String why) implements Reading<T> {}

    default Optional<T> found() {
      return switch (this) {
        case Read<T>(T value) -> Optional.of(value);
        case Broken<T> broken -> Optional.empty();
      };
    }
  }

  public RunHistory(RunEvidence evidence) {
    this.evidence = evidence;
    this.profile = read(() -> ProfileLoader.fromSnapshot(evidence.policySnapshot(), names()));
    this.result = read(evidence::tree);
    this.verifierReport =
        read(() ->
            evidence.verifierReport().map(report -> hasJudges() ? report : report.unjudged()));
    this.failure = read(evidence::failure);
    this.closure = read(evidence::closure);
    this.policy = profile.found().map(found -> new Policy(found, names(), closureOrNone()));
    long line = 0;
    for (Event event : evidence.events()) {
      line++;
      events.add(new JournaledEvent<>(line, event));
      sort(line, event);
    }
  }

  /** The first of each id counts here; that there is a second is the gates' to find. */
  private void sort(long line, Event event) {
    switch (event) {
      case Event.CallIntended e -> intents.putIfAbsent(e.callId(), new JournaledEvent<>(line, e));
      case Event.CallEnded e -> {
        outcomes.putIfAbsent(e.callId(), new JournaledEvent<>(line, e));
        for (PathOutcome path : e.paths()) {
          if (path.disposition() == PathOutcome.Disposition.COMMITTED) {
            committed.add(new CommittedChange(line, path.path(), path.before(), path.after()));
          }
        }
      }
      case Event.ApprovalRequested e ->
          approvals.putIfAbsent(e.approval().approvalId(), new JournaledEvent<>(line, e));
      case Event.ApprovalSettled e -> {
        settled.add(new JournaledEvent<>(line, e));
        JournaledEvent<Event.ApprovalRequested> requested = approvals.get(e.approvalId());
        if (e.state() == Approval.State.COMMITTED && requested != null) {
          var change = requested.event().approval().change();
          committed.add(
              new CommittedChange(
                  line, change.path().toTreePath(), change.before(), change.after()));
        }
      }
      case Event.RunBegun _, Event.LeaseTaken _ -> {}
      case Event.CallRefused _, Event.CallConfirmed _, Event.CallAborted _ -> {}
      case Event.ScratchLost _, Event.RunSubmitted _, Event.RunEnded _ -> {}
    }
  }

  public RunEvidence evidence() {
    return evidence;
  }

  public RunRecord run() {
    return evidence.run();
  }

  /** Whether folders of the run's format say how steps were judged. */
  public boolean hasJudges() {
    return run().format().includes(FormatVersion.TWO);
  }

  /** How names are compared in a folder of the run's format. */
  public NameRules names() {
    return NameRules.of(run().format());
  }

  public List<JournaledEvent<Event>> events() {
    return events;
  }

  /** Intents by call id, in the journal's order. */
  public Map<String, JournaledEvent<Event.CallIntended>> intents() {
    return intents;
  }

  /** Outcomes by call id, in the journal's order. */
  public Map<String, JournaledEvent<Event.CallEnded>> outcomes() {
    return outcomes;
  }

  /** Approvals by id, as they were asked for. */
  public Map<String, JournaledEvent<Event.ApprovalRequested>> approvals() {
    return approvals;
  }

  /** How approvals were settled, in the journal's order. */
  public List<JournaledEvent<Event.ApprovalSettled>> settled() {
    return settled;
  }

  /** Everything that became part of the result, in the journal's order. */
  public List<CommittedChange> committed() {
    return committed;
  }

  public Reading<Profile> profile() {
    return profile;
  }

  /** The policy, where the snapshot can be read. */
  public Optional<Policy> policy() {
    return policy;
  }

  /** The closure that the run was decided by. */
  public Reading<Optional<ControlClosure>> closure() {
    return closure;
  }

  /** The same, where it is there and can be read. */
  public ControlClosure closureOrNone() {
    return closure.found().flatMap(found -> found).orElse(ControlClosure.NONE);
  }

  public Reading<Optional<Tree>> result() {
    return result;
  }

  /** The result tree, where it is there and can be read. */
  public Optional<Tree> resultTree() {
    return result.found().flatMap(tree -> tree);
  }

  public Reading<Optional<VerifierReport>> verifierReport() {
    return verifierReport;
  }

  /** Why closing failed, if it did. */
  public Reading<Optional<ClosingFailure>> failure() {
    return failure;
  }

  /**
   * A call's request, in its event or as a blob; empty where it was not kept.
   *
   * @throws JsonFormatException if the blob is not there, or is not a request
   */
  public Optional<Json.Obj> request(CallRequest request) {
    try {
      return evidence.request(request);
    } catch (MissingEvidenceException e) {
      throw new JsonFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The verifier's report, where it is there and can be read. */
  public Optional<VerifierReport> verified() {
    return verifierReport.found().flatMap(report -> report);
  }

  /** The base: the result with every change taken back, last first. */
  public Optional<Tree> base() {
    return resultTree()
        .map(tree -> {
          TreeMap<TreePath, FileVersion> files = new TreeMap<>(tree.files());
          for (CommittedChange change : committed.reversed()) {
            change
                .before()
                .ifPresentOrElse(
                    before -> files.put(change.path(), before), () -> files.remove(change.path()));
          }
          return new Tree(files);
        });
  }

  /** What operators approved and was committed, by path: the last version. */
  public Map<TreePath, Optional<FileVersion>> approved() {
    Map<TreePath, Optional<FileVersion>> approved = new TreeMap<>();
    for (JournaledEvent<Event.ApprovalSettled> decision : settled) {
      JournaledEvent<Event.ApprovalRequested> requested =
          approvals.get(decision.event().approvalId());
      if (requested != null && decision.event().state() == Approval.State.COMMITTED) {
        var change = requested.event().approval().change();
        approved.put(change.path().toTreePath(), change.after());
      }
    }
    return approved;
  }

  /** The end of the run, if it is written. */
  public Optional<Event.RunEnded> end() {
    return !events.isEmpty() && events.getLast().event() instanceof Event.RunEnded end
        ? Optional.of(end)
        : Optional.empty();
  }

  /** How the run ended, if its end is written. */
  public Optional<RunStatus> status() {
    return end().map(Event.RunEnded::status);
  }

  /** The time that counts as now. */
  public Instant effectiveTime() {
    return events.isEmpty() ? run().startedAt() : events.getLast().event().at();
  }

  /** Content of the run, where it is there and is what its name says. */
  public Optional<byte[]> content(Digest sha256) {
    try {
      return evidence.content(sha256).filter(bytes -> Digest.of(bytes).equals(sha256));
    } catch (MissingEvidenceException e) {
      return Optional.empty();
    }
  }

  public ContentState state(Digest sha256) {
    return states.computeIfAbsent(sha256, this::look);
  }

  private ContentState look(Digest sha256) {
    try {
      return evidence
          .content(sha256)
          .map(bytes -> Digest.of(bytes).equals(sha256) ? ContentState.THERE : ContentState.DAMAGED)
          .orElse(ContentState.MISSING);
    } catch (MissingEvidenceException e) {
      return ContentState.DAMAGED;
    }
  }

  private static <T> Reading<T> read(Supplier<T> reader) {
    try {
      return new Reading.Read<>(reader.get());
    } catch (JsonFormatException | MissingEvidenceException | ProfileException e) {
      return new Reading.Broken<>(String.valueOf(e.getMessage()));
    }
  }
}
