package dev.gatehouse.syscalls.environment;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.workspace.posix.Owner;
import java.util.Optional;

/**
 * Where commands of runs execute.
 *
 * @param sandboxes the engine
 * @param owner label of everything that this gateway makes in the engine
 * @param imageReference the sandbox image
 */
public record SandboxSetup(SandboxEngine sandboxes, String owner, String imageReference) {
  private static final String MANIFEST_LABEL = "dev.gatehouse.manifest";

  /** The image as it is now, pinned by a run that starts. */
  public RunRecord.Image image() {
    SandboxImage image = sandboxes.image(imageReference);
    return new RunRecord.Image(
        image.id(), Optional.ofNullable(image.labels().get(MANIFEST_LABEL)).orElse(""));
  }

  /** What a sandbox of {@code runId} is made of; the image is the one that the run pinned. */
  public RunSandboxSpec spec(String runId, RunRecord.Image image, Owner user, Limits limits) {
    return new RunSandboxSpec(
        owner, runId, sandboxes.image(image.id()), user.uid(), user.gid(), limits(limits));
  }

  private static SandboxLimits limits(Limits limits) {
    return new SandboxLimits(
        limits.memoryBytes(),
        Math.toIntExact(limits.cpuMillis()),
        Math.toIntExact(limits.processes()),
        limits.layerBytes(),
        limits.layerInodes(),
        limits.tmpBytes(),
        limits.tmpInodes(),
        Math.toIntExact(limits.openFiles()),
        limits.fileBytes());
  }
}
