package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import dev.gatehouse.sandbox.NetworkAttempts;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.confinement.ContainerProfile;
import dev.gatehouse.sandbox.confinement.Labels;
import dev.gatehouse.sandbox.confinement.NetworkCounters;
import dev.gatehouse.sandbox.confinement.ProcConfinementCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What the commands of one run share, held by a pause container. */
final class DockerRunSandbox implements RunSandbox {
  private final Engine engine;
  private final ContainerStarts starts;
  private final RunSandboxSpec spec;
  private final Shared shared;
  private final CleanupStack undo;
  private final LiveCommandGuard members = new LiveCommandGuard();

  /** Preparing and closing exclude each other, so that nothing is made behind a close. */
  private final ReentrantLock lifecycle = new ReentrantLock();

  private boolean closed;

  /**
   * Made when the run is opened.
   *
   * @param tmp name of the {@code /tmp} volume
   * @param layer host directory of the volume that the commands' writes land in
   * @param network the run's network namespace, as the kernel names it
   */
  private record Shared(ConfinedContainer pause, String tmp, Path layer, String network) {}

  private DockerRunSandbox(
      Engine engine,
      ContainerStarts starts,
      RunSandboxSpec spec,
      Shared shared,
      CleanupStack undo) {
    this.engine = engine;
    this.starts = starts;
    this.spec = spec;
    this.shared = shared;
    this.undo = undo;
    undo.add(members::closeAll);
  }

  static RunSandbox open(Engine engine, ContainerStarts starts, RunSandboxSpec spec) {
    CleanupStack undo = new CleanupStack();
    try {
      return new DockerRunSandbox(engine, starts, spec, share(engine, starts, spec, undo), undo);
    } catch (RuntimeException e) {
      throw undo.because(e);
    }
  }

  private static Shared share(
      Engine engine, ContainerStarts starts, RunSandboxSpec spec, CleanupStack undo) {
    SandboxLimits limits = spec.limits();
    String tmp =
        volume(engine, spec, undo, limits.tmpBytes(), limits.tmpInodes(), "1777").getName();
    InspectVolumeResponse layer =
        volume(engine, spec, undo, limits.layerBytes(), limits.layerInodes(), "0755");
    Path layerPath = Volumes.mountPoint(layer);
    ContainerProfile profile = ContainerProfile.pause(spec, tmp, layer.getName());
    ConfinedContainer pause = starts.start(profile, Optional.empty(), 0, undo).container();
    Volumes.requireVisible(layerPath, limits.layerBytes());
    return new Shared(pause, tmp, layerPath, ProcConfinementCheck.networkNamespace(pause.pid()));
  }

  private static InspectVolumeResponse volume(
      Engine engine, RunSandboxSpec spec, CleanupStack undo, long bytes, long inodes, String mode) {
    InspectVolumeResponse volume =
        engine.createVolume(Labels.of(spec), Volumes.tmpfs(spec, bytes, inodes, mode));
    undo.add(() -> engine.removeVolume(volume.getName()));
    return volume;
  }

  @Override
  public PreparedCommand prepare(String commandId, Path lower) {
    Path base = Volumes.plain(lower);
    CleanupStack steps = new CleanupStack();
    lifecycle.lock();
    try {
      if (closed) {
        throw new SandboxException(
            SandboxErrorCode.RUN_CLOSED, "the run's sandbox is closed", "open a new run");
      }
      shared.pause().requireSame(engine);
      DockerPreparedCommand command = prepare(RunSandboxSpec.requireId(commandId), base, steps);
      members.join(command);
      return command;
    } catch (RuntimeException e) {
      throw steps.because(e);
    } finally {
      lifecycle.unlock();
    }
  }

  private DockerPreparedCommand prepare(String commandId, Path lower, CleanupStack steps) {
    Path upper = directories(commandId, steps);
    String overlay =
        engine
            .createVolume(
                Labels.of(spec, commandId),
                Volumes.overlay(lower, upper, upper.resolveSibling("work")))
            .getName();
    steps.add(() -> engine.removeVolume(overlay));
    ContainerProfile profile =
        ContainerProfile.command(spec, commandId, shared.pause().id(), shared.tmp(), overlay);
    ContainerStarts.Started started =
        starts.start(
            profile,
            Optional.of(shared.network()),
            shared.pause().isolation().replacedContainers(),
            steps);
    return new DockerPreparedCommand(
        engine,
        spec.limits(),
        started.container(),
        started.attachment().orElseThrow(),
        upper,
        members,
        steps);
  }

  private Path directories(String commandId, CleanupStack steps) {
    Path home = shared.layer().resolve(commandId);
    try {
      Files.createDirectory(home);
      steps.add(() -> remove(home));
      LayerDirectories.make(home.resolve("work"), spec.uid(), spec.gid());
      return LayerDirectories.make(home.resolve("upper"), spec.uid(), spec.gid());
    } catch (IOException e) {
      throw layerFailed("cannot make", e);
    }
  }

  private static void remove(Path home) {
    try {
      LayerDirectories.remove(home);
    } catch (NoSuchFileException e) {
      // The engine unmounted the layer with its last container, and all that was in it is gone.
      if (Files.exists(home)) {
        throw layerFailed("cannot remove", e);
      }
    } catch (IOException e) {
      throw layerFailed("cannot remove", e);
    }
  }

  private static SandboxException layerFailed(String what, IOException cause) {
    return new SandboxException(
        SandboxErrorCode.SANDBOX_FAILED,
        what + " a command's directory in the layer: " + cause,
        "close other commands of the run, or raise the layer's limits in the profile",
        cause);
  }

  @Override
  public NetworkAttempts networkAttempts() {
    return new NetworkAttempts(
        NetworkCounters.outNoRoutes(shared.pause().pid()), NetworkAttempts.IPV4_ONLY);
  }

  @Override
  public void close() {
    lifecycle.lock();
    try {
      closed = true;
      undo.close();
    } finally {
      lifecycle.unlock();
    }
  }
}
