package dev.gatehouse.bench.start;

import dev.gatehouse.bench.Machine;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.operator.AgentRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long a killed gateway with open runs takes to answer, beside one without runs. */
@Command(name = "start-bench", mixinStandardHelpOptions = true)
final class StartBench implements Callable<Integer> {
  private static final int MOST_OF_ONE_AGENT = 1000;

  @Option(names = "--gatehouse", defaultValue = "./gatehouse", description = "the product")
  private Path program = Path.of("");

  @Option(names = "--repo", required = true, description = "the git repository of the runs")
  private Path repository = Path.of("");

  @Option(names = "--data", required = true, description = "a folder for two data directories")
  private Path data = Path.of("");

  @Option(names = "--out", required = true, description = "a folder for the data")
  private Path out = Path.of("");

  @Option(names = "--open-runs", defaultValue = "100")
  private int openRuns = 100;

  @Option(names = "--rounds", defaultValue = "5")
  private int rounds = 5;

  @Option(names = "--port", defaultValue = "8481", description = "and the one after it")
  private int port = 8481;

  @Spec private CommandSpec spec = CommandSpec.create();

  private StartBench() {}

  /** One start; times in milliseconds. */
  private record Start(int round, String side, double answer, double opened) {
    String csv() {
      return String.format(Locale.ROOT, "%d,%s,%.0f,%.0f", round, side, answer, opened);
    }
  }

  /** Measures, writes {@code starts.csv} and {@code summary.md}. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new StartBench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(out);
    Files.createDirectories(data);
    String load = Machine.load();
    ServerProcess empty = new ServerProcess(program, data.resolve("empty"), port);
    ServerProcess loaded = new ServerProcess(program, data.resolve("loaded"), port + 1);
    empty.start();
    empty.kill();
    loaded.start();
    openAll(loaded.operator());
    loaded.kill();
    List<Start> starts = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      boolean emptyFirst = round % 2 == 1;
      starts.add(measure(round, emptyFirst ? "empty" : "loaded", emptyFirst ? empty : loaded));
      starts.add(measure(round, emptyFirst ? "loaded" : "empty", emptyFirst ? loaded : empty));
    }
    loaded.start();
    loaded.awaitOpened();
    long open = loaded.openRuns();
    loaded.stop();
    write(starts, open, load);
    return open == openRuns ? 0 : 1;
  }

  private void openAll(GatehouseClient operator) {
    operator.addRepository("bench", repository.toAbsolutePath().normalize().toString());
    GatehouseClient agent =
        operator.as(
            operator
                .addAgent(
                    new AgentRequest(
                        "bench", List.of("bench"), List.of("default"), MOST_OF_ONE_AGENT))
                .token());
    for (int run = 0; run < openRuns; run++) {
      var _ =
          agent.openRun(
              new RunRequest(
                  "bench", "HEAD", new RunRequest.Task("start-" + run, "Wait."), "default"));
    }
    say(openRuns + " runs are open");
  }

  private Start measure(int round, String side, ServerProcess server)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long answer = server.start();
    server.awaitOpened();
    long opened = System.nanoTime() - begin;
    server.kill();
    Start start = new Start(round, side, answer / 1e6, opened / 1e6);
    say(start.csv());
    return start;
  }

  private void write(List<Start> starts, long open, String load) throws IOException {
    Files.writeString(
        out.resolve("starts.csv"),
        Stream.concat(
                Stream.of("round,side,firstAnswerMillis,allOpenMillis"),
                starts.stream().map(Start::csv))
            .collect(Collectors.joining("\n", "", "\n")));
    String summary =
        String.format(
            Locale.ROOT,
            """
            | side | starts | first answer, median | first answer, most | all runs open, median |
            |---|---|---|---|---|
            %s
            %s

            Open runs after the last start: %d of %d. Load before and after: %s; %s. %d processors, Java %s.
            """,
            line(starts, "empty"),
            line(starts, "loaded"),
            open,
            openRuns,
            load,
            Machine.load(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version());
    Files.writeString(out.resolve("summary.md"), summary);
    say(summary);
  }

  private static String line(List<Start> starts, String side) {
    List<Start> own = starts.stream().filter(start -> start.side().equals(side)).toList();
    List<Double> answers = own.stream().map(Start::answer).sorted().toList();
    List<Double> opened = own.stream().map(Start::opened).sorted().toList();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f ms | %.0f ms | %.0f ms |",
        side,
        own.size(),
        answers.get(answers.size() / 2),
        answers.getLast(),
        opened.get(opened.size() / 2));
  }

  private void say(String text) {
    PrintWriter screen = spec.commandLine().getOut();
    screen.println(text);
    screen.flush();
  }
}
