package dev.gatehouse.controlplane.approvals;

import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.evidence.Approval;
import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The contents of a proposal as they are, for operators only, and never as a page. */
@RestController
@RequestMapping("/v1/approvals/{approvalId}/content")
class ContentController {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final ApprovalQueue approvalQueue;
  private final WorkPool pool;

  ContentController(ApprovalQueue approvalQueue, WorkPool pool) {
    this.approvalQueue = approvalQueue;
    this.pool = pool;
  }

  @MayWait
  @GetMapping("/{sha256}")
  ResponseEntity<byte[]> content(
      Operator operator,
      @PathVariable String approvalId,
      @PathVariable String sha256,
      CallMemory memory) {
    Approval approval = ApprovalController.known(approvalQueue, approvalId);
    FileVersion version =
        Stream.of(approval.change().before(), approval.change().after())
            .flatMap(each -> each.stream())
            .filter(each -> each.mode() != FileMode.GITLINK && each.sha256().hex().equals(sha256))
            .findFirst()
            .orElseThrow(() ->
                new ApiException(
                    ApiErrorCode.CONTENT_UNKNOWN,
                    "neither content of this approval has that digest",
                    "name the sha256 of before or after, as the approval shows it"));
    if (version.size() > ProposalDiff.MOST_BYTES) {
      throw new SyscallException(
          WorkspaceErrorCode.TOO_LARGE,
          "a content has at most %s bytes here".formatted(ProposalDiff.MOST_BYTES),
          "deny it, or read it on the gateway's machine in the run's folder, below data/blobs");
    }
    memory.answer(version.size());
    byte[] content =
        pool.call(
            "a content of an approval", DEADLINE, () -> approvalQueue.content(approval, version));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"gatehouse-content.bin\"")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .body(content);
  }
}
