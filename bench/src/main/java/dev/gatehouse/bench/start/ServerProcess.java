package dev.gatehouse.bench.start;

import dev.gatehouse.bench.Pause;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A server that {@code gatehouse up} starts over one data directory, again and again. */
final class ServerProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int MOST_RUNS = 500;

  private final Path program;
  private final Path data;
  private final int port;
  private Optional<Process> process = Optional.empty();

  /**
   * A server that does not run yet.
   *
   * @param program the product's command line program
   */
  ServerProcess(Path program, Path data, int port) {
    this.program = program.toAbsolutePath();
    this.data = data.toAbsolutePath();
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @return nanoseconds until a call with a token was answered
   */
  long start() throws IOException {
    long begin = System.nanoTime();
    process =
        Optional.of(
            new ProcessBuilder(
                    List.of(
                        program.toString(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port",
                        String.valueOf(port)))
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile())
                .start());
    long end = begin + PATIENCE.toNanos();
    while (!answers()) {
      if (System.nanoTime() > end || !process.orElseThrow().isAlive()) {
        throw new IllegalStateException("the server of " + data + " did not start");
      }
      Pause.of(LOOK);
    }
    return System.nanoTime() - begin;
  }

  /** Waits for every run to be open. */
  void awaitOpened() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (runs().stream().anyMatch(run -> run.state().equals("OPENING"))) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("runs of " + data + " are not opened");
      }
      Pause.of(LOOK);
    }
  }

  /** Its open runs. */
  long openRuns() {
    return runs().stream().filter(run -> run.state().equals("OPEN")).count();
  }

  /** Ends every process of it as a power cut would. */
  void kill() throws InterruptedException {
    Process running = process.orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(running.toHandle()), running.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      while (each.isAlive()) {
        Pause.of(LOOK);
      }
    }
    process = Optional.empty();
  }

  /** Ends it in order. */
  void stop() throws InterruptedException {
    Process running = process.orElseThrow();
    running.destroy();
    running.waitFor();
    process = Optional.empty();
  }

  /** The API, as the first operator. */
  GatehouseClient operator() throws IOException {
    return new GatehouseClient(
        URI.create("http://127.0.0.1:" + port),
        Files.readString(data.resolve("operator.token")).strip());
  }

  private List<RunView> runs() {
    try {
      return operator().runs(RunQuery.ALL, MOST_RUNS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean answers() throws IOException {
    if (!Files.exists(data.resolve("operator.token"))) {
      return false;
    }
    try {
      return operator().runs(RunQuery.ALL, 1).size() <= 1;
    } catch (UnreachableException e) {
      return false;
    }
  }
}
