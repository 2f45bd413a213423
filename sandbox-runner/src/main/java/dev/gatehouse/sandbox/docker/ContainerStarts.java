package dev.gatehouse.sandbox.docker;

import dev.gatehouse.sandbox.SandboxListener;
import dev.gatehouse.sandbox.confinement.ContainerProfile;
import java.util.Optional;

/**
 * Makes and starts containers. One whose start was lost to a race of engine and runtime is
 * destroyed and a fresh one takes its place: it had received no command, so nothing is repeated. No
 * other failure is tried again.
 */
final class ContainerStarts {
  /** Containers that are replaced for one start, at most. */
  static final int MOST_REPLACED = 3;

  private final Engine engine;
  private final SandboxListener listener;

  ContainerStarts(Engine engine, SandboxListener listener) {
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * A container that runs.
   *
   * @param attachment its standard input and output, where the profile has them
   */
  record Started(ConfinedContainer container, Optional<ContainerAttachment> attachment) {}

  /**
   * Starts a container of {@code profile}; {@code undo} takes it back.
   *
   * @param network the network namespace that it must be in; empty when it only must not be the
   *     host's
   * @param replacedBefore how many were replaced for containers that this one relies on
   */
  Started start(
      ContainerProfile profile, Optional<String> network, int replacedBefore, CleanupStack undo) {
    for (int replaced = 0; ; replaced++) {
      CleanupStack attempt = new CleanupStack();
      undo.add(attempt::close);
      String id = ConfinedContainer.create(engine, profile, attempt);
      Optional<ContainerAttachment> attachment =
          profile.stdin() ? attach(id, attempt) : Optional.empty();
      Optional<String> lost = engine.start(id);
      if (lost.isEmpty()) {
        return new Started(
            ConfinedContainer.readBack(engine, id, profile, network, replacedBefore + replaced),
            attachment);
      }
      if (replaced == MOST_REPLACED) {
        throw Engine.failed(
            "the Docker Engine lost %s starts in a row to a race of its own: %s"
                .formatted(replaced + 1, lost.get()),
            null);
      }
      attempt.close();
      listener.containerReplaced(lost.get());
    }
  }

  private Optional<ContainerAttachment> attach(String id, CleanupStack undo) {
    ContainerAttachment attachment = engine.attach(id);
    undo.add(attachment::close);
    return Optional.of(attachment);
  }
}
