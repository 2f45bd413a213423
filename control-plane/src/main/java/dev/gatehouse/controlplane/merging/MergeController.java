package dev.gatehouse.controlplane.merging;

import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.syscalls.SyscallErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/runs/{id}/merge}. */
@RestController
class MergeController {
  private final MergeService merging;

  MergeController(MergeService merging) {
    this.merging = merging;
  }

  record Body(
      @Nullable String sealSha256,
      @Nullable String branch,
      @Nullable String target,
      @Nullable String targetTip,
      @Nullable Boolean allowUnrelatedBase) {}

  record Answer(String branch, String commit, String tree, String target) {}

  @PostMapping("/v1/runs/{runId}/merge")
  @ResponseStatus(HttpStatus.CREATED)
  Answer merge(Operator operator, @PathVariable String runId, @RequestBody Body body) {
    MergeService.Result result =
        merging.merge(
            runId,
            new MergeService.Request(
                required(body.sealSha256(), "sealSha256"),
                required(body.branch(), "branch"),
                Optional.ofNullable(body.target()),
                required(body.targetTip(), "targetTip"),
                Boolean.TRUE.equals(body.allowUnrelatedBase())),
            operator.name());
    return new Answer(result.branch(), result.commit().hex(), result.tree().hex(), result.target());
  }

  private static String required(@Nullable String value, String member) {
    if (value == null) {
      throw new ApiException(
          SyscallErrorCode.BODY_INVALID,
          "the member " + member + " is missing",
          "send sealSha256, branch and targetTip; target is the origin's HEAD branch by default");
    }
    return value;
  }
}
