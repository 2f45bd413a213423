package dev.gatehouse.controlplane.results;

import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.limits.MayWait;
import dev.gatehouse.controlplane.runs.RunAccess;
import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.syscalls.SyscallException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/runs/{id}/folder.tar}: the sealed folder, for operators only. */
@RestController
class FolderController {
  /** What an answer holds at once, whatever the folder has. */
  private static final long BUFFERS = 64 * 1024;

  private final RunAccess access;

  FolderController(RunAccess access) {
    this.access = access;
  }

  @MayWait
  @GetMapping("/v1/runs/{runId}/folder.tar")
  void folder(
      Operator operator,
      @PathVariable String runId,
      CallMemory memory,
      HttpServletResponse response)
      throws IOException {
    SealedRun run = access.sealed(runId, operator);
    FolderArchive archive = new FolderArchive(run.folder(), run.runId(), run.outcome().sealedAt());
    if (archive.bytes() > FolderArchive.MOST_BYTES) {
      throw new SyscallException(
          WorkspaceErrorCode.TOO_LARGE,
          "the archive has %s bytes, and at most %s are sent"
              .formatted(archive.bytes(), FolderArchive.MOST_BYTES),
          "copy the folder on the gateway's machine; the run's member folder says where it lies");
    }
    memory.answer(BUFFERS);
    response.setContentType("application/x-tar");
    response.setContentLengthLong(archive.bytes());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + run.runId() + ".tar\"");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    OutputStream out = response.getOutputStream();
    archive.write(out);
  }
}
