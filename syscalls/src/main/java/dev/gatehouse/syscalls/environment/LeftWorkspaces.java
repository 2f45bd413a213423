package dev.gatehouse.syscalls.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Workspaces of released runs that could not be removed; they are removed later. */
public final class LeftWorkspaces {
  private final Set<Path> left = ConcurrentHashMap.newKeySet();

  public void add(Path workspace) {
    left.add(workspace);
  }

  /** Removes what is left; throws at the first that stays. */
  public void clear() {
    for (Path workspace : List.copyOf(left)) {
      RunEnvironment.discardFormer(workspace);
      left.remove(workspace);
    }
  }
}
