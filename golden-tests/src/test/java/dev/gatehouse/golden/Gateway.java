package dev.gatehouse.golden;

import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.postgres.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A started server over a data directory of its own. Not thread-safe. */
final class Gateway implements AutoCloseable {
  private static final String DATA = "data";
  private static final Duration UP_WITHIN = Duration.ofMinutes(2);
  private static final Duration OPENED_WITHIN = Duration.ofMinutes(5);
  private static final Duration DOWN_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final int OK = 200;
  private static final String HEAP = "512m";

  private final Path home;
  private final int port;
  private final List<String> options;
  private final Map<String, String> variables;
  private final Thread atExit = new Thread(this::killQuietly);
  private final GatehouseClient operator;
  private Process process;

  private Gateway(Path home, List<String> options, Map<String, String> variables) {
    this.home = home;
    this.options = options;
    this.variables = variables;
    this.port = freePort();
    this.process = launch(server(HEAP));
    Runtime.getRuntime().addShutdownHook(atExit);
    awaitUp();
    UnpackedPrograms.keep(data());
    this.operator = new GatehouseClient(address(), operatorToken());
  }

  /** Starts one over a fresh data directory, and returns when it serves. */
  static Gateway start(String... options) {
    return new Gateway(fresh(), List.of(options), Map.of());
  }

  /** The same, with its data directory in {@code home}, which it removes at its end. */
  static Gateway startIn(Path home, String... options) {
    return new Gateway(CopiedTrees.passable(home, "gateway"), List.of(options), Map.of());
  }

  /** The same, with that text as its {@code gatehouse.yaml}. */
  static Gateway startWithFile(String yaml, String... options) {
    Path home = fresh();
    try {
      Files.createDirectories(home.resolve(DATA));
      Files.writeString(home.resolve(DATA).resolve("gatehouse.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Gateway(home, List.of(options), Map.of());
  }

  /** The same, with steps of its work on files that can be made to fail. */
  static Gateway startUnder(Faults faults) {
    Path home = fresh();
    return new Gateway(home, List.of(), faults.environment(home.resolve(DATA)));
  }

  /** The same, with these variables in its environment. */
  static Gateway startWith(Map<String, String> variables) {
    return new Gateway(fresh(), List.of(), variables);
  }

  private static Path fresh() {
    Path home = CopiedTrees.passable("gateway");
    UnpackedPrograms.placeIn(home.resolve(DATA));
    return home;
  }

  private static int freePort() {
    try {
      return FreePort.find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where everything that it keeps lies. */
  Path data() {
    return home.resolve(DATA);
  }

  /** Its address. */
  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The first operator's token. */
  String operatorToken() {
    try {
      return Files.readString(operatorTokenFile(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the first operator's token lies. */
  Path operatorTokenFile() {
    return data().resolve("operator.token");
  }

  /** The API, as the first operator. */
  GatehouseClient operator() {
    return operator;
  }

  /** Where the keys lie that a check of this gateway's folders trusts. */
  Path trustFile() {
    return data().resolve("keys/trust.json");
  }

  /** The keys that a check of this gateway's folders trusts. */
  TrustStore trust() {
    return TrustStore.read(trustFile());
  }

  /** What the command line program needs to find this gateway. */
  Map<String, String> environment() {
    return Map.of(
        "GATEHOUSE_SERVER",
        address().toString(),
        "GATEHOUSE_TOKEN_FILE",
        operatorTokenFile().toString());
  }

  /** What it printed since its last start. */
  String log() {
    try {
      return Files.readString(home.resolve("server.log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id of its process, unless it is below a supervisor. */
  long pid() {
    return process.pid();
  }

  /** Whether its process is there. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a power cut would: SIGKILL, in the middle of whatever it does. */
  void kill() {
    process.destroyForcibly();
    awaitDown();
  }

  /** Ends it in order. */
  void stop() {
    process.destroy();
    awaitDown();
  }

  /**
   * Starts it again over the same data; the former process has ended. Returns when every run that
   * it left is open.
   */
  void restart() {
    restartAtOnce();
    awaitOpened();
  }

  /** As {@link #restart}, and returns as soon as it serves. */
  void restartAtOnce() {
    process = launch(server(HEAP));
    awaitUp();
  }

  /** The same, for one that may end instead; whether it serves. */
  boolean tryRestart() {
    process = launch(server(HEAP));
    return comesUp();
  }

  /**
   * As {@link #restartAtOnce}, with a heap of that size, below the supervisor that starts it again
   * after a crash: its log then has every process, and it may not serve on return.
   */
  void restartSupervised(String heap) {
    process = launch(Product.supervised(server(heap)));
    awaitUp();
  }

  private List<String> server(String heap) {
    return Product.server(data(), port, heap, options);
  }

  /** Returns when no run waits to be opened. */
  void awaitOpened() {
    long deadline = System.nanoTime() + OPENED_WITHIN.toNanos();
    while (operator.runs(RunQuery.ALL, 500).stream()
        .anyMatch(run -> run.state().equals("OPENING"))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("runs are not opened:\n" + log());
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /** Returns when health, or that group of it, answers so: an answer may be some seconds old. */
  void awaitHealth(String group, int status) {
    long deadline = System.nanoTime() + DOWN_WITHIN.toNanos();
    while (health(group) != status) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(group + " does not become " + status + ":\n" + log());
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private int health(String group) {
    return new RawHttp(address()).get("/actuator/health/" + group, Map.of()).status();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
    CopiedTrees.remove(home);
  }

  private Process launch(List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Product.root().toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("server.log").toFile());
      builder.environment().putAll(variables);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the server cannot be started", e);
    }
  }

  private void awaitUp() {
    if (!comesUp()) {
      throw new AssertionError("the server did not come up:\n" + log());
    }
  }

  /** Whether it serves before it ends. */
  private boolean comesUp() {
    long deadline = System.nanoTime() + UP_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!isUp(http)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.destroyForcibly();
          return false;
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
      return true;
    }
  }

  private boolean isUp(HttpClient http) {
    HttpRequest health =
        HttpRequest.newBuilder(address().resolve("/actuator/health/liveness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the server started", e);
    }
  }

  private void awaitDown() {
    try {
      if (!process.waitFor(DOWN_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not end within " + DOWN_WITHIN + ":\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the server ended", e);
    }
  }

  private void killQuietly() {
    process.destroy();
  }
}
