package dev.gatehouse.policy.closure.base;

import dev.gatehouse.evidence.TreePath;
import java.util.Set;

/** What a profile says of a path by its own name. */
public interface Guards {
  /** What {@link #takers} calls the plan's control patterns. */
  String CONTROL = "control";

  /**
   * The rules that deny, protect or forbid to write the path, by id, and {@link #CONTROL} if the
   * plan's control patterns take it.
   */
  Set<String> takers(TreePath path);

  /** Whether the plan's control patterns take the path. */
  boolean controls(TreePath path);

  /** Whether the path is left out of workspaces. */
  boolean hides(TreePath path);
}
