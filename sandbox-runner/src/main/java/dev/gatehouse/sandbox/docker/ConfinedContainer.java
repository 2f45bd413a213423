package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.confinement.ContainerProfile;
import dev.gatehouse.sandbox.confinement.ProcConfinementCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A container that runs, and how it is confined.
 *
 * @param pid of its process 1, as the host counts
 */
record ConfinedContainer(String id, long pid, IsolationReport isolation) {
  /** Creates a container and refuses it, before its start, where the engine made it otherwise. */
  static String create(Engine engine, ContainerProfile profile, CleanupStack undo) {
    String id = engine.createContainer(profile.imageId(), profile::apply);
    undo.add(() -> engine.removeContainer(id));
    InspectContainerResponse found = inspect(engine, id);
    new IsolationReport(
            id, found.getImageId(), "", InspectConfinementCheck.compare(profile, found), 0)
        .orRefuse();
    return id;
  }

  /** Reads back the confinement of a container that was just started. */
  static ConfinedContainer readBack(
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
          "the container ended before its command: " + EngineResponses.orUnknown(state.getError()),
          "repeat the call; if it stays, run gatehouse doctor");
    }
    long pid = Objects.requireNonNull(state.getPidLong());
    ProcConfinementCheck.awaitStarter(pid, engine.settings().timeout());
    List<IsolationReport.Item> items =
        new ArrayList<>(InspectConfinementCheck.compare(profile, found));
    items.addAll(ProcConfinementCheck.compare(pid, profile, network));
    IsolationReport isolation =
        new IsolationReport(
            id,
            found.getImageId(),
            EngineResponses.orUnknown(state.getStartedAt()),
            items,
            replacedContainers);
    return new ConfinedContainer(id, pid, isolation.orRefuse());
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
    new IsolationReport(
            id,
            isolation.imageId(),
            isolation.startedAt(),
            List.of(new IsolationReport.Item("engine.state", expected, found)),
            0)
        .orRefuse();
  }

  private static InspectContainerResponse inspect(Engine engine, String id) {
    return engine
        .container(id)
        .orElseThrow(() -> SandboxException.isolationMismatch("the container is gone: " + id));
  }
}
