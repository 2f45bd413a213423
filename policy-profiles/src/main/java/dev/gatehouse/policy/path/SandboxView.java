package dev.gatehouse.policy.path;

import java.util.Map;

/** What a command finds in its sandbox, as profiles, closures and gates rely on it. */
public final class SandboxView {
  /** Where the workspace is mounted. */
  public static final String MOUNT_POINT = "/workspace";

  /** The directory for temporary files. */
  public static final String TMP = "/tmp";

  /**
   * Where the image keeps programs that stand for others of their name and add the arguments that a
   * rule calls fixed.
   */
  public static final String SHIMS = "/gatehouse/bin";

  /** The variables of every command: nothing of the gateway's (promise A4). */
  public static final Map<String, String> VARIABLES =
      Map.of(
          "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
          "HOME", TMP,
          "LANG", "C.UTF-8",
          "LC_ALL", "C.UTF-8",
          "TERM", "dumb",
          "PYTHONDONTWRITEBYTECODE", "1");

  private SandboxView() {}

  /** The absolute path of a path of the tree. */
  public static String absolute(String path) {
    return MOUNT_POINT + "/" + path;
  }
}
