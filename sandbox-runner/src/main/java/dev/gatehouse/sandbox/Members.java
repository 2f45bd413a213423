package dev.gatehouse.sandbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The commands in one run's network namespace: which are there, and whose turn it is. One at a time
 * has received its command.
 */
final class Members {
  private final Set<EngineCommand> present = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable EngineCommand> live = new AtomicReference<>();

  void join(EngineCommand command) {
    present.add(command);
  }

  /** Takes the turn, or refuses with COMMAND_LIVE. */
  void take(EngineCommand command) {
    if (!live.compareAndSet(null, command)) {
      throw new SandboxException(
          SandboxErrorCode.COMMAND_LIVE,
          "another command of the run is live in its network namespace",
          "wait for it to end, or cancel it");
    }
  }

  /** Gives the turn back; nothing happens when it was another's. */
  void give(EngineCommand command) {
    live.compareAndSet(command, null);
  }

  void leave(EngineCommand command) {
    give(command);
    present.remove(command);
  }

  void closeAll() {
    Undo undo = new Undo();
    present.forEach(command -> undo.add(command::close));
    undo.close();
  }
}
