package dev.gatehouse.gates.change;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.journal.Standstills;
import dev.gatehouse.gates.decision.RecordedQuestions;
import dev.gatehouse.gates.history.JournaledEvent;
import dev.gatehouse.gates.history.RunHistory;
import dev.gatehouse.gates.report.FindingCode;
import dev.gatehouse.gates.report.FindingCollector;
import dev.gatehouse.policy.decision.PathDecision;
import dev.gatehouse.policy.decision.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Every approval was asked for under this policy, decided by an operator, in time, and once. */
public final class Approvals {
  private static final String GATEWAY = "gateway";

  private final RunHistory facts;
  private final Policy policy;
  private final Tree base;
  private final FindingCollector log;
  private final Standstills standstills = new Standstills();
  private final Set<String> withdrawable;

  Approvals(RunHistory facts, Policy policy, Tree base, FindingCollector log) {
    this.facts = facts;
    this.policy = policy;
    this.base = base;
    this.log = log;
    this.withdrawable =
        facts.run().format().includes(FormatVersion.TWO) ? aborted(facts) : Set.of();
  }

  private static Set<String> aborted(RunHistory facts) {
    Set<String> calls = new HashSet<>();
    for (JournaledEvent<Event> placed : facts.events()) {
      if (placed.event() instanceof Event.CallAborted aborted) {
        calls.add(aborted.callId());
      }
    }
    return calls;
  }

  void check() {
    Set<String> asked = new HashSet<>();
    for (JournaledEvent<Event> placed : facts.events()) {
      standstills.add(placed.event());
      if (placed.event() instanceof Event.ApprovalRequested requested) {
        if (!asked.add(requested.approval().approvalId())) {
          log.line(
              FindingCode.APPROVAL_TWICE,
              placed.line(),
              "approval %s was asked for before".formatted(requested.approval().approvalId()));
        }
        asked(placed.line(), requested);
      }
    }
    held();
    settled();
  }

  private void asked(long line, Event.ApprovalRequested requested) {
    Approval approval = requested.approval();
    String id = approval.approvalId();
    if (!approval.runId().equals(facts.run().runId())
        || !approval.policySha256().equals(facts.run().policySha256())) {
      log.line(FindingCode.APPROVAL_DIFFERS, line, id + " is of another run or another policy");
    }
    Duration longest = Duration.ofSeconds(policy.profile().limits().approvalSeconds());
    if (approval.expiresAt().isAfter(approval.requestedAt().plus(longest))
        || approval.requestedAt().isAfter(requested.at())) {
      log.line(FindingCode.APPROVAL_DIFFERS, line, id + " waits longer than the policy allows");
    }
    if (isWithdrawn(approval)) {
      return;
    }
    JournaledEvent<Event.CallIntended> intent = facts.intents().get(approval.callId());
    JournaledEvent<Event.CallEnded> ended = facts.outcomes().get(approval.callId());
    if (intent == null || ended == null || !heldBy(ended.event(), approval)) {
      log.line(FindingCode.APPROVAL_DIFFERS, line, id + " is of no change that its call held");
      return;
    }
    WorkspacePath path = approval.change().path();
    PathDecision decision =
        RecordedQuestions.change(path, base, RecordedQuestions.origin(intent.event().op()))
            .decide(policy);
    if (!decision.decision().rule().equals(approval.rule())
        || !decision.approverRole().equals(Optional.of(approval.role()))) {
      log.line(
          FindingCode.APPROVAL_DIFFERS,
          line,
          "%s names the rule %s for %s; the policy holds it by %s for %s"
              .formatted(
                  id,
                  approval.rule(),
                  approval.role(),
                  decision.decision().rule(),
                  decision.approverRole().orElse("nobody")));
    }
  }

  /** Whether a restart ended the call before its outcome, and the gateway ended the approval. */
  private boolean isWithdrawn(Approval approval) {
    return withdrawable.contains(approval.callId())
        && facts.settled().stream()
            .map(JournaledEvent::event)
            .filter(decision -> decision.approvalId().equals(approval.approvalId()))
            .allMatch(decision ->
                decision.state() == Approval.State.EXPIRED && decision.by().equals(GATEWAY));
  }

  private static boolean heldBy(Event.CallEnded ended, Approval approval) {
    return ended.paths().stream()
        .anyMatch(path ->
            path.disposition() == PathOutcome.Disposition.HELD
                && path.approvalId().equals(Optional.of(approval.approvalId()))
                && path.path().equals(approval.change().path().toTreePath())
                && path.before().equals(approval.change().before())
                && path.after().equals(approval.change().after()));
  }

  private void held() {
    for (JournaledEvent<Event.CallEnded> ended : facts.outcomes().values()) {
      for (PathOutcome path : ended.event().paths()) {
        boolean unknown =
            path.disposition() == PathOutcome.Disposition.HELD
                && path.approvalId().filter(facts.approvals()::containsKey).isEmpty();
        if (unknown) {
          log.line(
              FindingCode.APPROVAL_UNKNOWN,
              ended.line(),
              "%s was held, and no approval was asked for".formatted(path.path().display()));
        }
      }
    }
  }

  private void settled() {
    Set<String> settled = new HashSet<>();
    for (JournaledEvent<Event.ApprovalSettled> decision : facts.settled()) {
      settled(decision.line(), decision.event());
      if (!settled.add(decision.event().approvalId())) {
        log.line(
            FindingCode.APPROVAL_TWICE,
            decision.line(),
            "approval %s was settled before".formatted(decision.event().approvalId()));
      }
    }
    boolean completed = facts.status().equals(Optional.of(RunStatus.COMPLETED));
    for (JournaledEvent<Event.ApprovalRequested> requested : facts.approvals().values()) {
      String id = requested.event().approval().approvalId();
      if (completed && !settled.contains(id)) {
        log.line(FindingCode.APPROVAL_OPEN, requested.line(), id + " was never decided; decide it");
      }
    }
  }

  private void settled(long line, Event.ApprovalSettled decision) {
    JournaledEvent<Event.ApprovalRequested> requested =
        facts.approvals().get(decision.approvalId());
    if (requested == null || requested.line() > line) {
      log.line(
          FindingCode.APPROVAL_UNKNOWN,
          line,
          "approval %s was not asked for before".formatted(decision.approvalId()));
      return;
    }
    Approval approval = requested.event().approval();
    if (!approval.proposalSha256().hex().equals(decision.proposalSha256())) {
      log.line(
          FindingCode.APPROVAL_PROPOSAL_DIFFERS,
          line,
          "what was decided on is not the proposal of %s".formatted(decision.approvalId()));
    }
    switch (decision.state()) {
      case COMMITTED -> committed(line, approval, decision);
      case DENIED, STALE, EXPIRED -> {}
      case WAITING -> log.line(FindingCode.APPROVAL_UNKNOWN, line, "nothing is settled by waiting");
    }
  }

  private void committed(long line, Approval approval, Event.ApprovalSettled decision) {
    Instant expiry =
        approval.expiresAt().plus(standstills.between(approval.requestedAt(), decision.at()));
    if (!decision.at().isBefore(expiry)) {
      log.line(
          FindingCode.APPROVAL_LATE,
          line,
          "%s had expired at %s".formatted(approval.approvalId(), expiry));
    }
    String by = decision.by();
    if (by.isBlank() || by.equals(GATEWAY) || by.equals(facts.run().agent())) {
      log.line(
          FindingCode.APPROVAL_NOT_BY_OPERATOR,
          line,
          "%s was approved by %s, who is no operator".formatted(approval.approvalId(), by));
    }
  }
}
