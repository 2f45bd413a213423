package dev.gatehouse.sandbox;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Sandboxes on a Docker Engine. */
final class EngineSandboxes implements Sandboxes {
  private static final String IMAGE_LABEL = "dev.gatehouse.image";
  private final Engine engine;
  private final EngineFacts facts;
  private final ContainerStarts starts;

  private EngineSandboxes(Engine engine, EngineFacts facts, SandboxListener listener) {
    this.engine = engine;
    this.facts = facts;
    this.starts = new ContainerStarts(engine, listener);
  }

  static Sandboxes connect(EngineSettings settings, SandboxListener listener) {
    Engine engine = new Engine(settings);
    try {
      return new EngineSandboxes(engine, engine.facts(), listener);
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
    return EngineRunSandbox.open(engine, starts, spec);
  }

  @Override
  public Reaped reap(String owner, Predicate<String> keptRun) {
    return reap(
        Map.of(Labels.OWNER, Labels.requireId(owner)),
        labels -> Labels.reapable(labels, owner, keptRun));
  }

  @Override
  public Reaped reapRun(String owner, String run) {
    return reap(Labels.ofRun(owner, run), labels -> true);
  }

  private Reaped reap(Map<String, String> filter, Predicate<Map<String, String>> reapable) {
    List<String> containers =
        engine.containersOf(filter).stream()
            .filter(c -> reapable.test(c.getLabels()))
            .sorted(Comparator.comparing(EngineSandboxes::isPause))
            .map(Container::getId)
            .toList();
    containers.forEach(engine::removeContainer);
    List<String> volumes =
        engine.volumesOf(filter).stream()
            .filter(v -> reapable.test(v.getLabels()))
            .map(InspectVolumeResponse::getName)
            .toList();
    volumes.forEach(engine::removeVolume);
    return new Reaped(containers.size(), volumes.size());
  }

  @Override
  public Optional<EndedCommand> ended(String owner, String run, String commandId, Duration wait) {
    Map<String, String> labels = new HashMap<>(Labels.ofRun(owner, run));
    labels.put(Labels.COMMAND, Labels.requireId(commandId));
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
                EngineAnswers.orUnknown(state.getStartedAt()),
                EngineAnswers.orUnknown(state.getFinishedAt())));
  }

  private static boolean isPause(Container container) {
    return !container.getLabels().containsKey(Labels.COMMAND);
  }

  @Override
  public void close() {
    engine.close();
  }
}
