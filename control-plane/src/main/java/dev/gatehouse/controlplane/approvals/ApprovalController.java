package dev.gatehouse.controlplane.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.api.request.RequestValidation;
import dev.gatehouse.controlplane.approvals.ProposalDiff.Shown;
import dev.gatehouse.controlplane.diff.DiffPart;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.projection.ListPage;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.Digest;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.syscalls.run.OpenRunRegistry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/approvals}: for operators only. */
@RestController
@RequestMapping("/v1/approvals")
class ApprovalController {
  private static final int MAX_COMMENT = 4096;
  private static final int MAX_PAGE = 500;

  /** What an approval takes in a list: a path of at most 4096 bytes, and names. */
  private static final int VIEW_BYTES = 6 * 1024;

  private final ApprovalQueue approvalQueue;
  private final OpenRunRegistry runs;
  private final ProposalDiffs diffs;
  private final ApprovalList list;

  ApprovalController(
      ApprovalQueue approvalQueue, OpenRunRegistry runs, ProposalDiffs diffs, ApprovalList list) {
    this.approvalQueue = approvalQueue;
    this.runs = runs;
    this.diffs = diffs;
    this.list = list;
  }

  /**
   * Some of the approvals.
   *
   * @param next what {@code after} is for the page behind this one; absent for the last page
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(List<ApprovalView> approvals, int runsOpening, @Nullable String next) {}

  record Body(
      @Nullable String decision, @Nullable String proposalSha256, @Nullable String comment) {}

  record Settled(String approvalId, String state) {}

  @GetMapping
  Page list(
      Operator operator,
      @RequestParam(defaultValue = "WAITING") Approval.State state,
      @RequestParam(defaultValue = "500") int limit,
      @RequestParam(required = false) @Nullable String after,
      CallMemory memory) {
    int bounded = Math.clamp(limit, 1, MAX_PAGE);
    memory.answer((long) bounded * VIEW_BYTES);
    ListPage.Found<ApprovalView> found = list.page(state, id(after), bounded);
    return new Page(found.entries(), runs.unopened().waiting(), found.next().orElse(null));
  }

  private static Optional<String> id(@Nullable String after) {
    return Optional.ofNullable(after)
        .map(given -> RequestValidation.identifier(given, "after").text());
  }

  @MayWait
  @GetMapping("/{approvalId}")
  ApprovalView show(
      Operator operator,
      @PathVariable String approvalId,
      @RequestParam(defaultValue = "1") int part,
      CallMemory memory) {
    Approval approval = known(approvalQueue, approvalId);
    memory.answer(DiffPart.LENGTH);
    Optional<Shown> shown = part < 1 ? Optional.empty() : Optional.of(diffs.part(approval, part));
    if (shown.isEmpty() || part > shown.get().parts()) {
      throw new ApiException(
          SyscallErrorCode.BODY_INVALID,
          "the diff has no part " + part,
          "ask for a part from 1 to diffParts");
    }
    return list.view(approval, shown.orElseThrow());
  }

  static Approval known(ApprovalQueue approvalQueue, String approvalId) {
    return approvalQueue.require(approvalId);
  }

  @MayWait
  @PostMapping("/{approvalId}/decision")
  Settled decide(Operator operator, @PathVariable String approvalId, @RequestBody Body body) {
    String decision = Optional.ofNullable(body.decision()).orElse("");
    String digest = Optional.ofNullable(body.proposalSha256()).orElse("");
    String comment =
        RequestValidation.text(
            Optional.ofNullable(body.comment()).orElse(""), "comment", 0, MAX_COMMENT);
    boolean known = decision.equals("APPROVE") || decision.equals("DENY");
    if (!known || !Digest.isHex(digest)) {
      throw new ApiException(
          SyscallErrorCode.BODY_INVALID,
          "a decision is APPROVE or DENY on the digest of a proposal",
          "send decision, proposalSha256 as the approval shows it, and a comment if you like");
    }
    Approval.State state =
        approvalQueue.decide(
            approvalId, decision.equals("APPROVE"), new Digest(digest), operator.name(), comment);
    return new Settled(approvalId, state.name());
  }
}
