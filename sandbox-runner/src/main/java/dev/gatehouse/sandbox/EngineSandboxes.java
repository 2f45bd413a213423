package dev.gatehouse.sandbox;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
    } catch (SandboxRefused e) {
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
                new SandboxRefused(
                    "IMAGE_MISSING",
                    "the engine has no image " + reference,
                    "build it: deploy/image/build-image build/image"));
    ContainerConfig config = Objects.requireNonNull(found.getConfig());
    Map<String, String> labels = Objects.requireNonNullElse(config.getLabels(), Map.of());
    String[] environment = config.getEnv();
    Map<String, ?> volumes = config.getVolumes();
    if (!"sandbox".equals(labels.get(IMAGE_LABEL))
        || (environment != null && environment.length > 0)
        || (volumes != null && !volumes.isEmpty())) {
      throw new SandboxRefused(
          "IMAGE_UNFIT",
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
  public Reaped reap(String owner, Set<String> keepRuns) {
    Labels.requireId(owner);
    List<String> containers =
        engine.containersOf(owner).stream()
            .filter(c -> Labels.reapable(c.getLabels(), owner, keepRuns))
            .sorted(Comparator.comparing(EngineSandboxes::isPause))
            .map(Container::getId)
            .toList();
    containers.forEach(engine::removeContainer);
    List<String> volumes =
        engine.volumesOf(owner).stream()
            .filter(v -> Labels.reapable(v.getLabels(), owner, keepRuns))
            .map(InspectVolumeResponse::getName)
            .toList();
    volumes.forEach(engine::removeVolume);
    return new Reaped(containers.size(), volumes.size());
  }

  private static boolean isPause(Container container) {
    return !container.getLabels().containsKey(Labels.COMMAND);
  }

  @Override
  public void close() {
    engine.close();
  }
}
