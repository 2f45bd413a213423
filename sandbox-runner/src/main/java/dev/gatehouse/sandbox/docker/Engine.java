package dev.gatehouse.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.gatehouse.sandbox.EngineFacts;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The few words of the Docker Engine's API that are used, and what its failures mean here. */
final class Engine implements AutoCloseable {
  static final String API_VERSION = "1.41";
  private static final int CONNECTIONS = 256;

  /** Attempts of one removal that the engine loses to a race of its own, at most. */
  static final int MOST_REMOVALS = 3;

  private final EngineSettings settings;
  private final DockerClient client;

  Engine(EngineSettings settings) {
    this.settings = settings;
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("unix://" + settings.socket())
            .withDockerTlsVerify(false)
            .withApiVersion(API_VERSION)
            .build();
    this.client =
        DockerClientImpl.getInstance(
            config,
            new ApacheDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .maxConnections(CONNECTIONS)
                .connectionTimeout(settings.timeout())
                .responseTimeout(settings.timeout())
                .build());
  }

  static SandboxException unavailable(Path socket, Throwable cause) {
    return new SandboxException(
        SandboxErrorCode.ENGINE_UNAVAILABLE,
        "the Docker Engine at " + socket + " does not answer: " + cause.getMessage(),
        "start the Docker Engine, or run gatehouse doctor; then repeat the call",
        cause);
  }

  EngineSettings settings() {
    return settings;
  }

  EngineFacts facts() {
    return call(() -> EngineResponses.facts(client.versionCmd().exec(), client.infoCmd().exec()));
  }

  Optional<InspectImageResponse> image(String reference) {
    return found(() -> client.inspectImageCmd(reference).exec());
  }

  /**
   * A volume of the engine's {@code local} driver, which mounts it with {@code options} when used.
   */
  InspectVolumeResponse createVolume(Map<String, String> labels, Map<String, String> options) {
    return call(() -> {
      String name =
          client
              .createVolumeCmd()
              .withDriver("local")
              .withLabels(labels)
              .withDriverOpts(options)
              .exec()
              .getName();
      return client.inspectVolumeCmd(name).exec();
    });
  }

  String createContainer(String imageId, Consumer<CreateContainerCmd> profile) {
    return call(() -> {
      CreateContainerCmd create = client.createContainerCmd(imageId);
      profile.accept(create);
      return create.exec().getId();
    });
  }

  ContainerAttachment attach(String id) {
    return ContainerAttachment.open(settings, id);
  }

  /**
   * Starts it. A start that was lost to a race of engine and runtime does not count as a failure of
   * the engine: then its message is returned, and the container can be used only for its removal.
   */
  Optional<String> start(String id) {
    return call(() -> {
      try {
        client.startContainerCmd(id).exec();
        return Optional.empty();
      } catch (NotModifiedException e) {
        throw e;
      } catch (DockerException e) {
        Optional<String> lost = EngineRace.START.message(e);
        if (lost.isEmpty()) {
          throw e;
        }
        return lost;
      }
    });
  }

  Optional<InspectContainerResponse> container(String id) {
    return found(() -> client.inspectContainerCmd(id).exec());
  }

  /** Kills it; one that has ended or is gone is what was wanted. */
  void kill(String id) {
    run(() -> {
      try {
        client.killContainerCmd(id).exec();
      } catch (NotFoundException | ConflictException e) {
        // It has ended, or is gone.
        assert e.getHttpStatus() >= 400;
      }
    });
  }

  /**
   * Waits for the end of a container that was started. Returns whether it came in time.
   *
   * @throws SandboxException ENGINE_UNAVAILABLE if the engine ended the wait itself, as it does
   *     when it is stopped
   */
  boolean awaitEnd(String id, Duration wait) {
    long began = System.nanoTime();
    return call(() -> {
      try (var callback = client.waitContainerCmd(id).start()) {
        var _ = callback.awaitStatusCode(wait.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (NotFoundException e) {
        return true;
      } catch (DockerClientException e) {
        if (System.nanoTime() - began < wait.toNanos()) {
          throw unavailable(settings.socket(), e);
        }
        return false;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /**
   * Removes a container, running or not, and returns when it is gone. A removal that the engine
   * lost to the container's end is asked for again: the container is not running any more.
   */
  void removeContainer(String id) {
    run(() -> {
      for (int left = MOST_REMOVALS - 1; !removed(id, left == 0); left--) {}
    });
  }

  private boolean removed(String id, boolean last) {
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(false).exec();
    } catch (NotFoundException e) {
      assert e.getHttpStatus() == 404;
    } catch (ConflictException e) {
      // Another removal is under way; a forced one ends by itself.
      awaitRemoval(id);
    } catch (DockerException e) {
      if (last || EngineRace.REMOVAL.message(e).isEmpty()) {
        throw e;
      }
      return false;
    }
    return true;
  }

  private void awaitRemoval(String id) {
    long end = System.nanoTime() + settings.timeout().toNanos();
    while (container(id).isPresent()) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw failed("container " + id + " is not removed in time", null);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  void removeVolume(String name) {
    run(() -> {
      try {
        client.removeVolumeCmd(name).exec();
      } catch (NotFoundException e) {
        assert e.getHttpStatus() == 404;
      }
    });
  }

  /** Containers with all of these labels, running or not. */
  List<Container> containersOf(Map<String, String> labels) {
    return call(() -> client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  /** Volumes with all of these labels. */
  List<InspectVolumeResponse> volumesOf(Map<String, String> labels) {
    return call(() -> {
      List<InspectVolumeResponse> volumes =
          client
              .listVolumesCmd()
              .withFilter(
                  "label",
                  labels.entrySet().stream().map(l -> l.getKey() + "=" + l.getValue()).toList())
              .exec()
              .getVolumes();
      return volumes == null ? List.of() : volumes;
    });
  }

  private void run(Runnable action) {
    Boolean _ =
        call(() -> {
          action.run();
          return true;
        });
  }

  private <T> Optional<T> found(Supplier<T> question) {
    return call(() -> {
      try {
        return Optional.of(question.get());
      } catch (NotFoundException e) {
        return Optional.empty();
      }
    });
  }

  private <T> T call(Supplier<T> action) {
    try {
      return action.get();
    } catch (SandboxException e) {
      throw e;
    } catch (NotModifiedException e) {
      throw failed("the engine says that nothing was to be done", e);
    } catch (DockerException e) {
      throw failed("the Docker Engine refused: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw unavailable(settings.socket(), e);
    }
  }

  static SandboxException failed(
      String reason, @org.jspecify.annotations.Nullable Throwable cause) {
    return new SandboxException(
        SandboxErrorCode.SANDBOX_FAILED,
        reason,
        "repeat the call; if it stays, run gatehouse doctor",
        cause);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw unavailable(settings.socket(), e);
    }
  }
}
