package dev.gatehouse.sandbox;

/**
 * What the sandbox of a run is made from.
 *
 * @param owner the gateway's name for itself in labels, {@code [A-Za-z0-9_-]{1,128}}
 * @param run the run's id, of the same form
 * @param uid user of the commands, of this run alone, not 0
 * @param gid group of the commands, not 0
 */
public record RunSandboxSpec(
    String owner, String run, SandboxImage image, int uid, int gid, SandboxLimits limits) {
  public RunSandboxSpec {
    Labels.requireId(owner);
    Labels.requireId(run);
    if (uid <= 0 || gid <= 0) {
      throw new IllegalArgumentException("a command never runs as root: " + uid + ":" + gid);
    }
  }
}
