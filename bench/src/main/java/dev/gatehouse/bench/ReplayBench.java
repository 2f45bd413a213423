package dev.gatehouse.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.operator.AgentRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Recorded runs through a started gateway, beside the same commands in a plain container. */
@Command(name = "replay-bench", mixinStandardHelpOptions = true)
final class ReplayBench implements Callable<Integer> {
  @Option(names = "--replays", required = true, description = "folder of NAME.jsonl")
  private Path replays = Path.of("");

  @Option(names = "--repo", required = true, description = "the git repository of the base tree")
  private Path repository = Path.of("");

  @Option(names = "--server", defaultValue = "http://127.0.0.1:8470")
  private URI server = URI.create("http://127.0.0.1:8470");

  @Option(names = "--token-file", required = true, description = "an operator's token")
  private Path tokenFile = Path.of("");

  @Option(names = "--out", required = true, description = "a folder for the data")
  private Path out = Path.of("");

  @Option(names = "--revision", defaultValue = "HEAD", description = "of the repository")
  private String revision = "HEAD";

  @Option(
      names = "--product",
      defaultValue = "",
      description = "the product's commit, written down")
  private String product = "";

  @Option(names = "--image", defaultValue = "gatehouse/sandbox:local")
  private String image = "gatehouse/sandbox:local";

  @Option(names = "--rounds", defaultValue = "3")
  private int rounds = 3;

  @Option(names = "--think-millis", defaultValue = "500", description = "before each command")
  private long thinkMillis = 500;

  @Option(
      names = "--steps",
      defaultValue = "10000",
      description = "commands of each script at most")
  private int steps = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock;

  private ReplayBench(Clock clock) {
    this.clock = clock;
  }

  /** Measures, writes {@code steps.csv}, {@code machine.json}, {@code summary.md}. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new ReplayBench(Clock.systemUTC())).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    DockerClient engine = engine();
    Map<String, Object> facts = Machine.facts(engine, image, clock.instant());
    facts.put("product", product);
    facts.put("rounds", rounds);
    facts.put("thinkMillis", thinkMillis);
    List<Measurement> all = new ArrayList<>();
    PlainSide plain =
        new PlainSide(engine, image, repository.toAbsolutePath(), out.toAbsolutePath());
    GatehouseSide gatehouse = gatehouse();
    for (int round = 1; round <= rounds; round++) {
      for (Script script : Script.all(replays)) {
        Replaying replaying = new Replaying(gatehouse, plain, Duration.ofMillis(thinkMillis));
        all.addAll(replaying.play(script.upTo(steps), round));
        say("round " + round + " of " + rounds + ": " + script.name());
      }
    }
    facts.put("loadAfter", Machine.load());
    String summary = new Summary(all).markdown();
    Files.writeString(out.resolve("steps.csv"), Measurement.csv(all));
    Files.writeString(out.resolve("summary.md"), summary);
    Files.writeString(
        out.resolve("machine.json"),
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(facts)
            + "\n");
    say(summary);
    return 0;
  }

  private GatehouseSide gatehouse() throws IOException {
    var operator = new GatehouseClient(server, Files.readString(tokenFile).strip());
    String name = "bench-" + clock.instant().toEpochMilli();
    operator.addRepository(name, repository.toAbsolutePath().normalize().toString());
    String token =
        operator.addAgent(new AgentRequest(name, List.of(name), List.of("default"), 1)).token();
    return new GatehouseSide(
        operator.as(token),
        new RunRequest(name, revision, new RunRequest.Task(name, "bench"), "default"));
  }

  private static DockerClient engine() {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder().withApiVersion("1.41").build();
    return DockerClientImpl.getInstance(
        config, new ApacheDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  private void say(String text) {
    PrintWriter screen = spec.commandLine().getOut();
    screen.println(text);
    screen.flush();
  }
}
