package dev.gatehouse.sandbox;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A container that runs, and how it is confined.
 *
 * @param pid of its process 1, as the host counts
 */
record Confined(String id, long pid, Isolation isolation) {
  /** Creates a container and refuses it, before its start, where the engine made it otherwise. */
  static String create(Engine engine, ContainerProfile profile, Undo undo) {
    String id = engine.createContainer(profile.imageId(), profile::apply);
    undo.add(() -> engine.removeContainer(id));
    InspectContainerResponse found = inspect(engine, id);
    new Isolation(id, found.getImageId(), "", EngineReadBack.compare(profile, found), 0).orRefuse();
    return id;
  }

  /** Reads back the confinement of a container that was just started. */
  static Confined readBack(
      Engine engine,
      String id,
      ContainerProfile profile,
      Optional<String> network,
      int replacedContainers) {
    InspectContainerResponse found = inspect(engine, id);
    ContainerState state = found.getState();
    if (!Boolean.TRUE.equals(state.getRunning())) {
      throw new SandboxException(
          SandboxErrorCode.SANDBOX_FAILED,
          "the container ended before its command: " + EngineAnswers.orUnknown(state.getError()),
          "repeat the call; if it stays, run gatehouse doctor");
    }
    long pid = Objects.requireNonNull(state.getPidLong());
    KernelReadBack.awaitStarter(pid, engine.settings().timeout());
    List<Isolation.Item> items = new ArrayList<>(EngineReadBack.compare(profile, found));
    items.addAll(KernelReadBack.compare(pid, profile, network));
    Isolation isolation =
        new Isolation(
            id,
            found.getImageId(),
            EngineAnswers.orUnknown(state.getStartedAt()),
            items,
            replacedContainers);
    return new Confined(id, pid, isolation.orRefuse());
  }

  /**
   * Refuses when it is not running any more, or was started again since it was read back.
   *
   * @throws SandboxException SANDBOX_LOST or ISOLATION_MISMATCH
   */
  void requireSame(Engine engine) {
    ContainerState now =
        engine
            .container(id)
            .map(InspectContainerResponse::getState)
            .filter(state -> Boolean.TRUE.equals(state.getRunning()))
            .orElseThrow(() -> SandboxException.lost("container " + id + " does not run any more"));
    String found =
        Boolean.TRUE.equals(now.getRunning()) + " " + now.getPidLong() + " " + now.getStartedAt();
    String expected = "true " + pid + " " + isolation.startedAt();
    new Isolation(
            id,
            isolation.imageId(),
            isolation.startedAt(),
            List.of(new Isolation.Item("engine.state", expected, found)),
            0)
        .orRefuse();
  }

  private static InspectContainerResponse inspect(Engine engine, String id) {
    return engine
        .container(id)
        .orElseThrow(() -> SandboxException.isolationMismatch("the container is gone: " + id));
  }
}
