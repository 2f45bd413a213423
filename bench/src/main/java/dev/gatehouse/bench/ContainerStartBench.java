package dev.gatehouse.bench;

import dev.gatehouse.sandbox.EngineSettings;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxImage;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.docker.DockerSandboxEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many container starts fail, through the product's own path. */
@Command(name = "container-start-bench", mixinStandardHelpOptions = true)
final class ContainerStartBench implements Callable<Integer> {
  private static final SandboxLimits LIMITS =
      new SandboxLimits(128L << 20, 1000, 48, 16L << 20, 2000, 8L << 20, 500, 256, 64L << 20);

  @Option(names = "--starts", defaultValue = "5000", description = "containers in all")
  private int starts = 5000;

  @Option(names = "--at-once", defaultValue = "4", description = "runs at the same time")
  private int atOnce = 4;

  @Option(names = "--commands", defaultValue = "9", description = "commands of each run")
  private int commands = 9;

  @Option(names = "--image", defaultValue = "gatehouse/sandbox:local")
  private String image = "gatehouse/sandbox:local";

  @Option(names = "--work", required = true, description = "a folder for empty workspaces")
  private Path work = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  private ContainerStartBench() {}

  /** Measures and prints one summary; the exit code is 1 if a start failed. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new ContainerStartBench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String owner = "bench-" + UUID.randomUUID();
    StartCounts counts = new StartCounts(starts);
    try (SandboxEngine sandboxes =
            DockerSandboxEngine.connect(EngineSettings.usual(), counts::replaced);
        ExecutorService pool = Executors.newFixedThreadPool(atOnce)) {
      SandboxImage found = sandboxes.image(image);
      for (int worker = 0; worker < atOnce; worker++) {
        Path lower = Files.createDirectories(work.toAbsolutePath().resolve("lower-" + worker));
        StartWorker starter = new StartWorker(sandboxes, owner, found, LIMITS, lower, commands);
        String name = "w" + worker;
        var _ = pool.submit(() -> starter.work(name, counts));
      }
      pool.shutdown();
      while (!pool.awaitTermination(30, TimeUnit.SECONDS)) {
        say(counts.line());
      }
      sandboxes.reap(owner, run -> false);
    }
    say(counts.summary());
    return counts.failed() == 0 ? 0 : 1;
  }

  private void say(String text) {
    PrintWriter screen = spec.commandLine().getOut();
    screen.println(text);
    screen.flush();
  }
}
