package dev.gatehouse.syscalls;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Gives back what only the calls of runs needed; what could not be removed is kept in mind. */
final class LeftWorkspaces {
  private final Function<String, Path> workspaceOf;
  private final Set<Path> left = ConcurrentHashMap.newKeySet();

  /**
   * None is left yet.
   *
   * @param workspaceOf where the workspace of a run lies
   */
  LeftWorkspaces(Function<String, Path> workspaceOf) {
    this.workspaceOf = workspaceOf;
  }

  /** Removes the workspace and the sandbox of a run; throws where something of them stays. */
  void giveBack(OpenRun run) {
    try {
      run.resources().release();
    } catch (RuntimeException e) {
      left.add(workspaceOf.apply(run.id()));
      throw e;
    }
  }

  /** The same; what stays is removed by {@link #clear}, which says why not. */
  void giveBackOrLater(OpenRun run) {
    try {
      giveBack(run);
    } catch (RuntimeException e) {
      // The journal says already that the run takes no more calls; nothing of that is undone.
    }
  }

  /** Removes what is left; throws at the first that stays. */
  void clear() {
    for (Path workspace : List.copyOf(left)) {
      Rooms.discardFormer(workspace);
      left.remove(workspace);
    }
  }
}
