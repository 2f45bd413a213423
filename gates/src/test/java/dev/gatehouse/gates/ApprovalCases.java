package dev.gatehouse.gates;

import static dev.gatehouse.gates.Edits.changed;
import static dev.gatehouse.gates.Edits.hex;
import static dev.gatehouse.gates.Edits.ruled;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Change;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.Event.ApprovalRequested;
import dev.gatehouse.evidence.journal.Event.ApprovalSettled;
import dev.gatehouse.gates.report.Route;
import java.util.Optional;

/** Approvals that are none. */
final class ApprovalCases extends CaseList {
  ApprovalCases() {
    settled(
        "approval-by-the-agent",
        (run, id) -> run.settle(id, Approval.State.COMMITTED, "bot", run.now()),
        "protected-paths:APPROVAL_NOT_BY_OPERATOR");
    settled(
        "approval-by-the-gateway",
        (run, id) -> run.settle(id, Approval.State.COMMITTED, "gateway", run.now()),
        "protected-paths:APPROVAL_NOT_BY_OPERATOR");
    settled(
        "approval-late",
        (run, id) -> run.settle(id, Approval.State.COMMITTED, "ada", run.approval(id).expiresAt()),
        "protected-paths:APPROVAL_LATE");
    settled("approval-open", (run, id) -> {}, "protected-paths:APPROVAL_OPEN");
    settled(
        "approval-denied-twice",
        (run, id) -> {
          run.settle(id, Approval.State.DENIED, "ada", run.now());
          run.settle(id, Approval.State.DENIED, "ada", run.now());
        },
        "protected-paths:APPROVAL_TWICE");
    settled(
        "approval-used-twice",
        (run, id) -> {
          run.approve(id);
          run.approve(id);
        },
        "mediated-changes:CHANGE_CHAIN_BROKEN",
        "protected-paths:APPROVAL_TWICE");
    settled(
        "approval-of-another-proposal",
        (run, id) -> {
          run.approve(id);
          run.edit(
              ApprovalSettled.class,
              e ->
                  new ApprovalSettled(
                      e.at(), e.approvalId(), e.state(), e.by(), e.comment(), hex("other")));
        },
        "protected-paths:APPROVAL_PROPOSAL_DIFFERS");
    settled(
        "approval-never-asked-for",
        (run, id) -> {
          run.settle(id, Approval.State.DENIED, "ada", run.now());
          run.events.removeIf(ApprovalRequested.class::isInstance);
        },
        "protected-paths:APPROVAL_UNKNOWN");
    settled(
        "approval-of-other-content",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e ->
                  changed(
                      e,
                      new Change(
                          e.approval().change().path(),
                          e.approval().change().before(),
                          Optional.of(Scenario.version("old\n")))));
          run.contents.put(hex("old\n"), "old\n".getBytes(UTF_8));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
    settled(
        "approval-under-another-rule",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e -> ruled(e, "other", e.approval().expiresAt(), e.approval().policySha256()));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
    settled(
        "approval-under-another-policy",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e ->
                  ruled(
                      e,
                      e.approval().rule(),
                      e.approval().expiresAt(),
                      Digest.of("other".getBytes(UTF_8))));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
    settled(
        "approval-that-never-expires",
        (run, id) -> {
          run.edit(
              ApprovalRequested.class,
              e ->
                  ruled(
                      e,
                      e.approval().rule(),
                      e.approval().expiresAt().plusSeconds(1),
                      e.approval().policySha256()));
          run.approve(id);
        },
        "protected-paths:APPROVAL_DIFFERS");
  }

  private interface Settling {
    void settle(Scenario run, String approvalId);
  }

  private void settled(String name, Settling settling, String... codes) {
    add(
        name,
        Route.QUARANTINED,
        () -> {
          Scenario run = Scenario.small();
          run.write("calc.py", "new\n");
          settling.settle(run, run.write("Makefile", "all: test\n"));
          return run.verified().end();
        },
        codes);
  }
}
