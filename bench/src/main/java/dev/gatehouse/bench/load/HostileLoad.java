package dev.gatehouse.bench.load;

import dev.gatehouse.bench.Pause;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.UnreachableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Honest agents beside hostile agents and strangers, all at once, on a started gateway. */
@Command(name = "hostile-load", mixinStandardHelpOptions = true)
final class HostileLoad implements Callable<Integer> {
  @Option(
      names = "--repo",
      required = true,
      description = "a git repository with package-lock.json and big.bin")
  private Path repository = Path.of("");

  @Option(names = "--server", defaultValue = "http://127.0.0.1:8470")
  private URI server = URI.create("http://127.0.0.1:8470");

  @Option(names = "--token-file", required = true, description = "an operator's token")
  private Path tokenFile = Path.of("");

  @Option(names = "--pid", required = true, description = "of the server, for its memory")
  private long pid;

  @Option(names = "--out", required = true, description = "a folder for the data")
  private Path out = Path.of("");

  @Option(names = "--seconds", defaultValue = "300")
  private int seconds = 300;

  @Option(names = "--honest", defaultValue = "10", description = "honest agents")
  private int honest = 10;

  @Option(names = "--no-hostile", description = "the honest agents alone, to compare with")
  private boolean peaceful;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  private HostileLoad(Clock clock) {
    this.clock = clock;
  }

  /** Measures, writes {@code calls.csv}, {@code memory.csv}, {@code summary.md}. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new HostileLoad(Clock.systemUTC())).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(out);
    Recorder recorder = new Recorder();
    var operator = new GatehouseClient(server, Files.readString(tokenFile).strip());
    String name = "load-" + clock.instant().toEpochMilli();
    operator.addRepository(name, repository.toAbsolutePath().normalize().toString());
    Target target = new Target(operator, name, recorder);
    List<Party> parties = parties(target, recorder);
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    List<Thread> threads = new ArrayList<>();
    for (Party party : parties) {
      threads.add(Thread.ofPlatform().daemon().start(() -> repeat(party, end)));
    }
    List<Long> memory = new ArrayList<>();
    while (System.nanoTime() < end) {
      memory.add(residentKib());
      Pause.of(Duration.ofSeconds(1));
    }
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60));
    }
    write(recorder.samples(), memory);
    return 0;
  }

  private List<Party> parties(Target target, Recorder recorder) {
    List<Party> parties = new ArrayList<>();
    parties.add(new HealthProbe(server, recorder));
    for (int i = 1; i <= honest; i++) {
      parties.add(new HonestAgent(i, target));
    }
    if (!peaceful) {
      parties.addAll(HostileAgents.all(target));
      parties.add(new SlowReaders(server, target));
      parties.addAll(Strangers.all(server, recorder));
    }
    return parties;
  }

  private static void repeat(Party party, long end) {
    while (System.nanoTime() < end) {
      try {
        party.act();
      } catch (ProblemException | UnreachableException | IOException e) {
        // Recorded where the call was made; a party that cannot act now tries again.
        Pause.of(Duration.ofMillis(100));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        throw new IllegalStateException(party.name(), e);
      }
    }
  }

  private long residentKib() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    }
  }

  private void write(List<Sample> samples, List<Long> memory) throws IOException {
    String summary = new LoadSummary(samples, memory).markdown();
    Files.writeString(
        out.resolve("calls.csv"),
        Stream.concat(Stream.of(Sample.HEADER), samples.stream().map(Sample::csv))
            .collect(Collectors.joining("\n", "", "\n")));
    Files.writeString(
        out.resolve("memory.csv"),
        memory.stream().map(String::valueOf).collect(Collectors.joining("\n", "rss_kib\n", "\n")));
    Files.writeString(out.resolve("summary.md"), summary);
    PrintWriter screen = spec.commandLine().getOut();
    screen.println(summary);
    screen.flush();
  }
}
