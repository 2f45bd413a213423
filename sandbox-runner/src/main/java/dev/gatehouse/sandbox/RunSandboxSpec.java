package dev.gatehouse.sandbox;

import java.util.regex.Pattern;

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
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  public RunSandboxSpec {
    requireId(owner);
    requireId(run);
    if (uid <= 0 || gid <= 0) {
      throw new IllegalArgumentException("a command never runs as root: " + uid + ":" + gid);
    }
  }

  /**
   * The id itself.
   *
   * @throws IllegalArgumentException if it does not have the form of an id
   */
  public static String requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not of the form " + ID.pattern());
    }
    return id;
  }
}
