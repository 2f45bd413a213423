package dev.gatehouse.sandbox.docker;

import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.Output;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.SandboxListener;
import dev.gatehouse.sandbox.confinement.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real engine, an owner of its own, a workspace to run commands over; everything gone at the end.
 */
final class SandboxFixture implements AutoCloseable {
  static final int UID = 230_017;
  static final SandboxLimits LIMITS =
      new SandboxLimits(128L << 20, 1000, 48, 16L << 20, 2000, 8L << 20, 500, 256, 64L << 20);
  private static final AtomicInteger COMMANDS = new AtomicInteger();
  private static boolean built;

  final String owner = "test-" + UUID.randomUUID();
  final SandboxEngine sandboxes;
  final SandboxImage image;
  final Path lower;

  SandboxFixture() {
    this(EngineSettings.usual(), SandboxListener.NONE);
  }

  SandboxFixture(EngineSettings settings, SandboxListener listener) {
    try {
      buildImage();
      sandboxes = DockerSandboxEngine.connect(settings, listener);
      image = sandboxes.image("gatehouse/sandbox:local");
      lower = Files.createTempDirectory("gatehouse-lower-");
      own(lower);
      write("kept.txt", "kept\n");
      write("gone.txt", "gone\n");
      own(Files.createDirectory(lower.resolve("src")));
      write("src/changed.txt", "before\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Once in this process, and one process at a time. */
  private static synchronized void buildImage() throws IOException {
    if (built) {
      return;
    }
    Path out = Path.of("target", "image").toAbsolutePath();
    Files.createDirectories(out);
    try (FileChannel lock =
        FileChannel.open(
            out.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      buildImage(out);
    }
    built = true;
  }

  private static void buildImage(Path out) throws IOException {
    Process build =
        new ProcessBuilder("../deploy/image/build-image", out.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.resolve("build.log").toFile())
            .start();
    if (build.onExit().join().exitValue() != 0) {
      throw new IOException("the sandbox image cannot be built");
    }
  }

  void write(String path, String content) throws IOException {
    own(Files.writeString(lower.resolve(path), content));
  }

  private static void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", UID, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", UID, LinkOption.NOFOLLOW_LINKS);
  }

  RunSandbox open(String run) {
    return open(run, LIMITS);
  }

  RunSandbox open(String run, SandboxLimits limits) {
    return sandboxes.open(new RunSandboxSpec(owner, run, image, UID, UID, limits));
  }

  PreparedCommand prepare(RunSandbox run) {
    return run.prepare("c" + COMMANDS.incrementAndGet(), lower);
  }

  /** Prepares, runs and closes. */
  CommandOutcome run(RunSandbox run, CommandSpec line) {
    try (PreparedCommand command = prepare(run)) {
      return command.run(line, OutputSink.NONE);
    }
  }

  CommandOutcome bash(RunSandbox run, String script) {
    return run(run, bash(script));
  }

  static CommandSpec bash(String script) {
    return line(List.of("bash", "-c", script));
  }

  static CommandSpec python(String script) {
    return line(List.of("python3", "-c", script));
  }

  static CommandSpec line(List<String> argv) {
    return new CommandSpec(
        argv,
        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/tmp", "LC_ALL", "C.UTF-8"),
        "/workspace",
        new byte[0],
        Duration.ofSeconds(30),
        1 << 20,
        32 << 20);
  }

  static CommandSpec within(Duration limit, CommandSpec line) {
    return new CommandSpec(
        line.argv(),
        line.environment(),
        line.directory(),
        line.stdin(),
        limit,
        line.streamCapBytes(),
        line.outputLimitBytes());
  }

  static String text(Output output) {
    return new String(output.head(), StandardCharsets.UTF_8);
  }

  /** What the engine's command-line client says; an independent witness. */
  static List<String> docker(String... arguments) {
    try {
      List<String> argv = new java.util.ArrayList<>(List.of("docker"));
      argv.addAll(List.of(arguments));
      Process docker = new ProcessBuilder(argv).redirectErrorStream(true).start();
      docker.getOutputStream().close();
      return new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Containers, volumes and mounts of this lab's owner that the machine still has. */
  List<String> left() {
    List<String> left = new java.util.ArrayList<>();
    left.addAll(docker("ps", "-aq", "--filter", "label=" + Labels.OWNER + "=" + owner));
    left.addAll(docker("volume", "ls", "-q", "--filter", "label=" + Labels.OWNER + "=" + owner));
    try {
      Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .filter(line -> line.contains(lower.toString()))
          .forEach(left::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }

  @Override
  public void close() {
    try {
      sandboxes.reap(owner, run -> false);
      sandboxes.close();
      LayerDirectories.remove(lower);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
