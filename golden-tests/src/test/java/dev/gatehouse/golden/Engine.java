package dev.gatehouse.golden;

import dev.gatehouse.evidence.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What the Docker Engine holds for one data directory, seen by its command line client.
 *
 * @param owner what everything of that directory is labelled with
 * @param socket where the engine listens
 */
record Engine(String owner, Path socket) {
  private static final String LABEL = "dev.gatehouse.owner";
  private static final Path USUAL = Path.of("/var/run/docker.sock");
  private static final int OWNER_HEX = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Of that gateway, which uses the machine's engine. */
  static Engine of(Gateway gateway) {
    return of(gateway, USUAL);
  }

  /** Of that gateway, which uses the engine at {@code socket}. */
  static Engine of(Gateway gateway, Path socket) {
    byte[] path = gateway.data().toString().getBytes(StandardCharsets.UTF_8);
    return new Engine("gatehouse-" + Digest.of(path).hex().substring(0, OWNER_HEX), socket);
  }

  /** Containers of this owner, running or not. */
  List<String> containers() {
    return lines("ps", "--all", "--quiet", "--no-trunc", "--filter=label=" + LABEL + "=" + owner);
  }

  /** Volumes of this owner. */
  List<String> volumes() {
    return lines("volume", "ls", "--quiet", "--filter=label=" + LABEL + "=" + owner);
  }

  /** Returns when a process whose command line holds {@code text} runs in one of the containers. */
  void awaitProcess(String text) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (containers().stream().noneMatch(id -> runs(id, text))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no container of " + owner + " runs " + text);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /** A container of another owner, made and not started. */
  String strangersContainer(String stranger) {
    return lines(
            "create", "--label=" + LABEL + "=" + stranger, "gatehouse/sandbox:local", "/bin/true")
        .getFirst();
  }

  /** A volume of another owner. */
  String strangersVolume(String stranger) {
    return lines("volume", "create", "--label=" + LABEL + "=" + stranger).getFirst();
  }

  /** Whether the engine still has it. */
  boolean has(String kind, String id) {
    return docker(kind, "inspect", id).exitCode() == 0;
  }

  /** Removes one thing that a test made. */
  void remove(String kind, String id) {
    docker(kind, "rm", "--force", id);
  }

  /** Lines of this machine's mount table that hold one of these texts. */
  static List<String> mounts(List<String> texts) {
    try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.filter(line -> texts.stream().anyMatch(line::contains)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean runs(String container, String text) {
    Program top = docker("top", container);
    return top.exitCode() == 0 && top.output().contains(text);
  }

  private List<String> lines(String... words) {
    Program ended = docker(words);
    if (ended.exitCode() != 0) {
      throw new AssertionError("docker " + String.join(" ", words) + ":\n" + ended.output());
    }
    return ended.output().lines().toList();
  }

  private Program docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker", "--host", "unix://" + socket));
    command.addAll(List.of(words));
    return Program.run(Product.root(), Map.of(), command);
  }
}
