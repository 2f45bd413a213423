package dev.gatehouse.sandbox.docker;

import dev.gatehouse.sandbox.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Docker Engine of the test's own, with the sandbox image, that may be killed and restarted. */
public final class SecondEngine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String IMAGE = "gatehouse/sandbox:local";
  private final Path root;
  private final Thread atExit = new Thread(this::remove);
  private Process process;

  /** Starts one; it may not answer yet. */
  public SecondEngine() {
    try {
      root = Files.createTempDirectory(Path.of("/var/tmp"), "gatehouse-engine-");
      process = launch();
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings the sandbox image of the usual engine there, once that was built. */
  public void takeImage() {
    try {
      awaitAnswer();
      shell("docker save " + IMAGE + " | docker -H unix://" + socket() + " load");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EngineSettings settings() {
    return new EngineSettings(socket(), Duration.ofSeconds(30));
  }

  /** Where it listens. */
  public Path socket() {
    return root.resolve("docker.sock");
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            "dockerd",
            "--data-root=" + root.resolve("data"),
            "--exec-root=" + root.resolve("exec"),
            "--pidfile=" + root.resolve("pid"),
            "--host=unix://" + socket(),
            "--bridge=none",
            "--iptables=false",
            "--ip-forward=false",
            "--ip-masq=false")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(root.resolve("log").toFile()))
        .start();
  }

  /** SIGKILL, or SIGTERM; it has ended on return. */
  public void end(boolean kill) {
    try {
      if (kill) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the engine does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** It answers on return. */
  public void start() {
    try {
      // A process of that number may be there still: where nobody reaps, as a zombie.
      Files.deleteIfExists(root.resolve("pid"));
      Files.deleteIfExists(root.resolve("exec/containerd/containerd.pid"));
      process = launch();
      awaitAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!docker("version", "--format={{.Server.Version}}").getFirst().matches("[0-9].*")) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("the engine does not come up; see " + root.resolve("log"));
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  /** What its command-line client says. */
  List<String> docker(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-H", "unix://" + socket()));
    all.addAll(List.of(arguments));
    List<String> lines = SandboxFixture.docker(all.toArray(String[]::new));
    return lines.isEmpty() ? List.of("") : lines;
  }

  /** What a killed engine had started, and the next one did not find again. */
  private void endOrphans() {
    ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(root + "/"))
        .forEach(each -> {
          each.descendants().forEach(ProcessHandle::destroyForcibly);
          each.destroyForcibly();
        });
  }

  private static void shell(String script) throws IOException {
    Process shell =
        new ProcessBuilder("bash", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (shell.onExit().join().exitValue() != 0) {
      throw new IOException(script);
    }
  }

  /** Ends it, and removes everything that it had. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove();
  }

  private void remove() {
    try {
      end(/* kill= */ false);
      endOrphans();
      shell(
          "awk '$2 ~ \"^%s/\" {print $2}' /proc/mounts | sort -r | xargs -r umount -l; rm -rf %s"
              .formatted(root, root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
