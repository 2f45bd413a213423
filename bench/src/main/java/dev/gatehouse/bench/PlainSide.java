package dev.gatehouse.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.gatehouse.sandbox.SandboxLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One long-lived container on a copy of the repository, each command an exec of the engine's API:
 * no policy, no record, no limit but a missing network.
 */
final class PlainSide implements Side {
  private static final String TREE = SandboxLayout.MOUNT_POINT;

  private final DockerClient engine;
  private final String image;
  private final Path repository;
  private final Path scratch;
  private @Nullable TreeCopy copy;
  private String container = "";

  /**
   * @param scratch where copies of {@code repository} are made
   */
  PlainSide(DockerClient engine, String image, Path repository, Path scratch) {
    this.engine = engine;
    this.image = image;
    this.repository = repository;
    this.scratch = scratch;
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void open() {
    copy = TreeCopy.of(repository, scratch);
    container =
        engine
            .createContainerCmd(image)
            .withEntrypoint("sleep", "infinity")
            .withCmd(List.of())
            .withUser("0:0")
            .withWorkingDir(TREE)
            .withEnv("HOME=/tmp", "PYTHONDONTWRITEBYTECODE=1")
            .withLabels(Map.of("dev.gatehouse.bench", "plain"))
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withNetworkMode("none")
                    .withBinds(new Bind(copy.root().toString(), new Volume(TREE))))
            .exec()
            .getId();
    engine.startContainerCmd(container).exec();
  }

  @Override
  public int run(String command) {
    String exec =
        engine
            .execCreateCmd(container)
            .withCmd("bash", "-c", command)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    try (var output = engine.execStartCmd(exec).exec(new ResultCallback.Adapter<Frame>())) {
      output.awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Long code = engine.inspectExecCmd(exec).exec().getExitCodeLong();
    if (code == null) {
      throw new IllegalStateException("the engine knows no exit code of a command that ended");
    }
    return Math.toIntExact(code);
  }

  @Override
  public void close() {
    if (!container.isEmpty()) {
      engine.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
      container = "";
    }
    if (copy != null) {
      copy.remove();
      copy = null;
    }
  }
}
