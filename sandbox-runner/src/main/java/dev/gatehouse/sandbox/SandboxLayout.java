package dev.gatehouse.sandbox;

/** Where the directories of a run are mounted in its containers. */
public final class SandboxLayout {
  /** Where the run's workspace is mounted. */
  public static final String MOUNT_POINT = "/workspace";

  /** Where the run's directory for temporary files is mounted. */
  public static final String TMP = "/tmp";

  private SandboxLayout() {}

  /** The absolute path of a path of the workspace. */
  public static String absolute(String path) {
    return MOUNT_POINT + "/" + path;
  }
}
