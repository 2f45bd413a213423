package dev.gatehouse.sandbox.docker;

import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The commands in one run's network namespace: which are there, and whose turn it is. One at a time
 * has received its command.
 */
final class LiveCommandGuard {
  private final Set<DockerPreparedCommand> present = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable DockerPreparedCommand> live = new AtomicReference<>();

  void join(DockerPreparedCommand command) {
    present.add(command);
  }

  /** Takes the turn, or refuses with COMMAND_LIVE. */
  void take(DockerPreparedCommand command) {
    if (!live.compareAndSet(null, command)) {
      throw new SandboxException(
          SandboxErrorCode.COMMAND_LIVE,
          "another command of the run is live in its network namespace",
          "wait for it to end, or cancel it");
    }
  }

  /** Gives the turn back; nothing happens when it was another's. */
  void give(DockerPreparedCommand command) {
    live.compareAndSet(command, null);
  }

  void leave(DockerPreparedCommand command) {
    give(command);
    present.remove(command);
  }

  void closeAll() {
    CleanupStack undo = new CleanupStack();
    present.forEach(command -> undo.add(command::close));
    undo.close();
  }
}
