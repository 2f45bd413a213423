package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.gatehouse.sandbox.CleanupResult;
import dev.gatehouse.sandbox.EndedCommand;
import dev.gatehouse.sandbox.EngineFacts;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.SandboxListener;
import dev.gatehouse.sandbox.confinement.Labels;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Sandboxes on a Docker Engine. */
public final class DockerSandboxEngine implements SandboxEngine {
  private static final String IMAGE_LABEL = "dev.gatehouse.image";
  private final Engine engine;
  private final EngineFacts facts;
  private final ContainerStarts starts;

  private DockerSandboxEngine(Engine engine, EngineFacts facts, SandboxListener listener) {
    this.engine = engine;
    this.facts = facts;
    this.starts = new ContainerStarts(engine, listener);
  }

  /**
   * Connects and asks the engine for its facts once.
   *
   * @throws SandboxException ENGINE_UNAVAILABLE when no engine answers
   */
  public static SandboxEngine connect(EngineSettings settings) {
    return connect(settings, SandboxListener.NONE);
  }

  /**
   * The same, with a listener.
   *
   * @throws SandboxException ENGINE_UNAVAILABLE when no engine answers
   */
  public static SandboxEngine connect(EngineSettings settings, SandboxListener listener) {
    Engine engine = new Engine(settings);
    try {
      return new DockerSandboxEngine(engine, engine.facts(), listener);
    } catch (SandboxException e) {
      engine.close();
      throw e;
    }
  }

  @Override
  public EngineFacts facts() {
    return facts;
  }

  @Override
  public SandboxImage image(String reference) {
    InspectImageResponse found =
        engine
            .image(reference)
            .orElseThrow(() ->
                new SandboxException(
                    SandboxErrorCode.IMAGE_MISSING,
                    "the engine has no image " + reference,
                    "build it: deploy/image/build-image build/image"));
    ContainerConfig config = Objects.requireNonNull(found.getConfig());
    Map<String, String> labels = Objects.requireNonNullElse(config.getLabels(), Map.of());
    String[] environment = config.getEnv();
    Map<String, ?> volumes = config.getVolumes();
    if (!"sandbox".equals(labels.get(IMAGE_LABEL))
        || (environment != null && environment.length > 0)
        || (volumes != null && !volumes.isEmpty())) {
      throw new SandboxException(
          SandboxErrorCode.IMAGE_UNFIT,
          reference + " is not labelled as a sandbox image, or declares volumes or an environment",
          "build it: deploy/image/build-image build/image");
    }
    return new SandboxImage(Objects.requireNonNull(found.getId()), labels);
  }

  @Override
  public RunSandbox open(RunSandboxSpec spec) {
    return DockerRunSandbox.open(engine, starts, spec);
  }

  @Override
  public CleanupResult reap(String owner, Predicate<String> keptRun) {
    return reap(
        Map.of(Labels.OWNER, RunSandboxSpec.requireId(owner)),
        labels -> Labels.reapable(labels, owner, keptRun));
  }

  @Override
  public CleanupResult reapRun(String owner, String run) {
    return reap(Labels.ofRun(owner, run), labels -> true);
  }

  private CleanupResult reap(Map<String, String> filter, Predicate<Map<String, String>> reapable) {
    List<String> containers =
        engine.containersOf(filter).stream()
            .filter(c -> reapable.test(c.getLabels()))
            .sorted(Comparator.comparing(DockerSandboxEngine::isPause))
            .map(Container::getId)
            .toList();
    containers.forEach(engine::removeContainer);
    List<String> volumes =
        engine.volumesOf(filter).stream()
            .filter(v -> reapable.test(v.getLabels()))
            .map(InspectVolumeResponse::getName)
            .toList();
    volumes.forEach(engine::removeVolume);
    return new CleanupResult(containers.size(), volumes.size());
  }

  @Override
  public Optional<EndedCommand> ended(String owner, String run, String commandId, Duration wait) {
    Map<String, String> labels = new HashMap<>(Labels.ofRun(owner, run));
    labels.put(Labels.COMMAND, RunSandboxSpec.requireId(commandId));
    return engine.containersOf(labels).stream()
        .map(Container::getId)
        .findFirst()
        .filter(id -> engine.awaitEnd(id, wait))
        .flatMap(engine::container)
        .map(InspectContainerResponse::getState)
        .filter(state -> "exited".equals(state.getStatus()) && state.getExitCodeLong() != null)
        .map(state ->
            new EndedCommand(
                Objects.requireNonNull(state.getExitCodeLong()).intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                EngineResponses.orUnknown(state.getStartedAt()),
                EngineResponses.orUnknown(state.getFinishedAt())));
  }

  private static boolean isPause(Container container) {
    return !container.getLabels().containsKey(Labels.COMMAND);
  }

  @Override
  public void close() {
    engine.close();
  }
}
