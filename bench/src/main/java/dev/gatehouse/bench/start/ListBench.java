package dev.gatehouse.bench.start;

import dev.gatehouse.bench.Machine;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunQuery;
import dev.gatehouse.client.RunView;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long a list takes over many sealed runs, and a start beside one without runs. */
@Command(name = "list-bench", mixinStandardHelpOptions = true)
final class ListBench implements Callable<Integer> {
  private static final int PAGE = 50;
  private static final int WARM_UP = 200;
  private static final int HTTP_OK = 200;
  private static final String KEYS = "keys";
  private static final Duration LONGEST_PASS = Duration.ofMinutes(30);

  @Option(names = "--gatehouse", defaultValue = "./gatehouse", description = "the product")
  private Path program = Path.of("");

  @Option(names = "--data", required = true, description = "a folder for two data directories")
  private Path data = Path.of("");

  @Option(
      names = "--made-in",
      defaultValue = "/dev/shm/gatehouse-lists",
      description = "where the folders are made before they are copied")
  private Path madeIn = Path.of("");

  @Option(names = "--out", required = true, description = "a folder for the data")
  private Path out = Path.of("");

  @Option(names = "--sealed-runs", defaultValue = "20000")
  private int sealedRuns = 20_000;

  @Option(names = "--lists", defaultValue = "500", description = "of each kind")
  private int lists = 500;

  @Option(names = "--rounds", defaultValue = "5")
  private int rounds = 5;

  @Option(names = "--port", defaultValue = "8483", description = "and the one after it")
  private int port = 8483;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ListBench() {}

  private record Start(int round, String side, double answer) {
    String csv() {
      return String.format(Locale.ROOT, "%s,%s,%.0f", round, side, answer);
    }
  }

  private record Listed(String kind, int number, double millis, int runs) {
    String csv() {
      return String.format(Locale.ROOT, "%s,%s,%.3f,%s", kind, number, millis, runs);
    }
  }

  /** Measures, writes {@code lists.csv}, {@code starts.csv} and {@code summary.md}. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new ListBench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(out);
    Files.createDirectories(data);
    ServerProcess empty = new ServerProcess(program, data.resolve("empty"), port);
    ServerProcess loaded = new ServerProcess(program, data.resolve("loaded"), port + 1);
    empty.start();
    empty.stop();
    fill(data.resolve("loaded"));
    double filled = loaded.start() / 1e6;
    awaitRows();
    String load = Machine.load();
    List<Listed> measured = new ArrayList<>();
    measured.addAll(list(loaded, "newest", RunQuery.ALL));
    measured.addAll(list(loaded, "deep", RunQuery.ALL.after(middle(loaded))));
    measured.addAll(list(loaded, "agent", search(Optional.of("agent-7"), Optional.empty())));
    measured.addAll(list(loaded, "task", search(Optional.empty(), Optional.of("task-11"))));
    loaded.stop();
    List<Start> starts = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      boolean emptyFirst = round % 2 == 1;
      starts.add(start(round, emptyFirst ? "empty" : "loaded", emptyFirst ? empty : loaded));
      starts.add(start(round, emptyFirst ? "loaded" : "empty", emptyFirst ? loaded : empty));
    }
    write(measured, starts, filled, load);
    return 0;
  }

  /** What was made before is used again. */
  private void fill(Path directory) throws IOException {
    Path made = madeIn.resolve("made-" + sealedRuns);
    if (!Files.exists(made)) {
      new SealedFolders(madeIn, madeIn.resolve(KEYS)).make(sealedRuns);
      Files.createFile(made);
    }
    say(sealedRuns + " sealed runs are made");
    Files.createDirectories(directory);
    copy(madeIn.resolve(KEYS), directory.resolve(KEYS));
    copy(madeIn.resolve("runs"), directory.resolve("runs"));
    say("and copied");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Files.copy(
            each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Returns when every row is there: a pass compares all of them with their folders. */
  private void awaitRows() throws IOException, InterruptedException {
    String token = Files.readString(data.resolve("loaded/operator.token")).strip();
    URI address = URI.create("http://127.0.0.1:" + (port + 1) + "/v1/reconcile");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LONGEST_PASS)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != HTTP_OK) {
        throw new IllegalStateException("reconcile was refused: " + answer.body());
      }
    }
    say("every row is there");
  }

  private String middle(ServerProcess server) throws IOException {
    return server.operator().runs(RunQuery.ALL, sealedRuns / 2).getLast().runId();
  }

  private static RunQuery search(Optional<String> agent, Optional<String> task) {
    return new RunQuery(
        Optional.empty(),
        Optional.empty(),
        task,
        agent,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private List<Listed> list(ServerProcess server, String kind, RunQuery query) throws IOException {
    GatehouseClient operator = server.operator();
    List<Listed> measured = new ArrayList<>();
    for (int number = -WARM_UP; number < lists; number++) {
      long begin = System.nanoTime();
      List<RunView> runs = operator.runs(query, PAGE);
      double millis = (System.nanoTime() - begin) / 1e6;
      if (number >= 0) {
        measured.add(new Listed(kind, number, millis, runs.size()));
      }
    }
    return measured;
  }

  private Start start(int round, String side, ServerProcess server)
      throws IOException, InterruptedException {
    Start start = new Start(round, side, server.start() / 1e6);
    server.stop();
    say(start.csv());
    return start;
  }

  private void write(List<Listed> measured, List<Start> starts, double filled, String load)
      throws IOException {
    csv("lists.csv", "kind,number,millis,runs", measured.stream().map(Listed::csv));
    csv("starts.csv", "round,side,firstAnswerMillis", starts.stream().map(Start::csv));
    String summary =
        String.format(
            Locale.ROOT,
            """
            | list of %s of %s runs | calls | median | 99th percentile | most | runs listed |
            |---|---|---|---|---|---|
            %s

            | side | starts | first answer, median | most |
            |---|---|---|---|
            %s
            %s

            The first start with the sealed runs, which had no index: %.0f ms. Load before and after: %s; %s. %s
            processors, Java %s.
            """,
            PAGE,
            sealedRuns,
            Stream.of("newest", "deep", "agent", "task")
                .map(kind -> listLine(measured, kind))
                .collect(Collectors.joining("\n")),
            startLine(starts, "empty"),
            startLine(starts, "loaded"),
            filled,
            load,
            Machine.load(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version());
    Files.writeString(out.resolve("summary.md"), summary);
    say(summary);
  }

  private void csv(String name, String header, Stream<String> lines) throws IOException {
    Files.writeString(
        out.resolve(name),
        Stream.concat(Stream.of(header), lines).collect(Collectors.joining("\n", "", "\n")));
  }

  private static String listLine(List<Listed> measured, String kind) {
    List<Listed> own = measured.stream().filter(each -> each.kind().equals(kind)).toList();
    List<Double> millis = own.stream().map(Listed::millis).sorted().toList();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f ms | %.1f ms | %.1f ms | %s |",
        kind,
        own.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 99 / 100),
        millis.getLast(),
        own.getLast().runs());
  }

  private static String startLine(List<Start> starts, String side) {
    List<Double> answers =
        starts.stream()
            .filter(start -> start.side().equals(side))
            .map(Start::answer)
            .sorted()
            .toList();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.0f ms | %.0f ms |",
        side,
        answers.size(),
        answers.get(answers.size() / 2),
        answers.getLast());
  }

  private void say(String text) {
    PrintWriter screen = spec.commandLine().getOut();
    screen.println(text);
    screen.flush();
  }
}
