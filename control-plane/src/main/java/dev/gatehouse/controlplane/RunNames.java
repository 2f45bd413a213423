package dev.gatehouse.controlplane;

import java.util.List;
import java.util.regex.Pattern;

/** What the directories of a run are called. */
public final class RunNames {
  /** Appended to a run's id: where its result is verified. */
  public static final String VERIFIER = "-verify";

  private static final int SHOWN = 100;
  private static final Pattern WORKSPACE = Pattern.compile("r-[0-9a-z]{26}(" + VERIFIER + ")?");

  private RunNames() {}

  /** Whether a gateway makes workspaces of this name. */
  public static boolean isWorkspace(String name) {
    return WORKSPACE.matcher(name).matches();
  }

  /** Whether a result is verified in a workspace of this name. */
  public static boolean isVerifier(String name) {
    return name.endsWith(VERIFIER);
  }

  /** The run that a workspace belongs to. */
  public static String runOf(String workspace) {
    return isVerifier(workspace)
        ? workspace.substring(0, workspace.length() - VERIFIER.length())
        : workspace;
  }

  /** The workspaces that a run may have; its sandboxes bear the same names. */
  public static List<String> workspaces(String runId) {
    return List.of(runId, runId + VERIFIER);
  }

  /** A name of anybody's, fit for a line of the log. */
  public static String shown(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "?");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) : plain;
  }
}
