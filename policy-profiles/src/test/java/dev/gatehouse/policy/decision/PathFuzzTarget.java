package dev.gatehouse.policy.decision;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.PathException;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.load.ProfileLoader;

/** The path parser and the path rules: any text is a path below the workspace, or is refused. */
public final class PathFuzzTarget {
  private static final Policy POLICY = new Policy(ProfileLoader.shipped("default"));

  private PathFuzzTarget() {}

  /** Parses {@code data} as a path of a call and as a name that a command made. */
  public static void fuzzerTestOneInput(byte[] data) {
    try {
      decide(WorkspacePath.parse(new String(data, UTF_8)));
    } catch (PathException e) {
      assert e.code() != null;
    }
    TreePath name;
    try {
      name = TreePath.of(new String(data, ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return;
    }
    name.toWorkspacePath().ifPresent(PathFuzzTarget::decide);
  }

  private static void decide(WorkspacePath path) {
    if (path.text().isEmpty() || path.text().startsWith("/") || path.text().contains("..//")) {
      throw new AssertionError("a path leaves the workspace: " + path.text());
    }
    for (String component : path.text().split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        throw new AssertionError("a path is not normal: " + path.text());
      }
    }
    for (ChangeOrigin via : ChangeOrigin.values()) {
      for (boolean inBaseTree : new boolean[] {false, true}) {
        POLICY.write(path, inBaseTree, via);
      }
    }
    POLICY.read(path);
  }
}
