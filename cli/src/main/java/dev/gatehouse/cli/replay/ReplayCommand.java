package dev.gatehouse.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.cli.remote.OperatorSetup;
import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The word {@code replay}. */
@Command(
    name = "replay",
    description = "Sends a recorded run's commands through the gateway, as an agent would.",
    footer = {
      "",
      "Example: gatehouse replay --repo . --script run.jsonl --verify-command \"pytest -q\""
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every exit code is the recorded one and the verdict is PASSED",
      "1:something differs, or the verdict is another",
      "2:it could not run",
      "64:the command line was not understood"
    })
public final class ReplayCommand implements Callable<Integer> {
  private final Screen screen;
  private final UnaryOperator<String> unusedName;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      required = true,
      description = "the repository; the run starts from the branch that its HEAD names")
  private Path repository = Path.of(".");

  @Option(
      names = "--script",
      paramLabel = "FILE",
      required = true,
      description = "lines of {\"step\", \"command\", \"exitCode\"}")
  private Path script = Path.of(".");

  @Option(
      names = "--profile",
      paramLabel = "P",
      description = "the policy profile (default: contained)")
  private String profile = "contained";

  @Option(
      names = "--verify-command",
      paramLabel = "SHELL",
      description = "one more step of the verification plan, in a derived profile")
  private Optional<String> verifyCommand = Optional.empty();

  @Option(
      names = "--stop-after",
      paramLabel = "N",
      description = "send only the steps up to the one with this number, then submit")
  private Optional<Integer> stopAfter = Optional.empty();

  @Option(
      names = "--think",
      paramLabel = "MS",
      description = "pause after each command (default: 0)")
  private long thinkMillis;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "how long to wait for the seal (default: 3600)")
  private long waitSeconds = 3600;

  @Option(names = "--json", paramLabel = "OUT", description = "write the result there, as JSON")
  private Optional<Path> json = Optional.empty();

  /** The word, on this screen; {@code unusedName} makes a name of a word that nothing has yet. */
  public ReplayCommand(Screen screen, UnaryOperator<String> unusedName) {
    this.screen = screen;
    this.unusedName = unusedName;
  }

  @Override
  public Integer call() {
    List<RecordedStep> steps =
        RecordedScript.read(script).stream()
            .filter(step -> stopAfter.isEmpty() || step.step() <= stopAfter.get())
            .toList();
    Path origin = repository.toAbsolutePath().normalize();
    String revision = GitHead.of(origin);
    GatehouseClient operator = server.client();
    OperatorSetup setup = new OperatorSetup(operator);
    String name = setup.repository(origin).name();
    String under =
        verifyCommand.map(shell -> setup.profile(profile, "verify", shell)).orElse(profile);
    String worker = unusedName.apply("replay");
    Replay replay =
        new Replay(
            screen,
            operator,
            setup.agent(worker, name, under),
            Sleeper::sleep,
            Duration.ofMillis(thinkMillis),
            Duration.ofSeconds(waitSeconds));
    ReplayReport report = replay.replay(new RunRequest(name, revision, task(worker), under), steps);
    conclude(report);
    json.ifPresent(file -> write(file, JsonDocument.of(report.toJson())));
    return report.asRecorded() ? ExitCode.YES : ExitCode.NO;
  }

  private RunRequest.Task task(String worker) {
    return new RunRequest.Task(worker, "replay of " + script.getFileName());
  }

  private void conclude(ReplayReport report) {
    long same = report.steps().stream().filter(StepResult::asRecorded).count();
    String count = same + " of " + report.steps().size() + " exit codes as recorded";
    screen.line(same == report.steps().size() ? StyledText.good(count) : StyledText.bad(count));
    report
        .changed()
        .forEach((path, sha256) -> screen.line("  " + sha256.orElse("deleted") + "  " + path));
    String verdict = report.run().verdict().orElse("none");
    screen.line(
        StyledText.plain("verdict "),
        report.passed() ? StyledText.good(verdict) : StyledText.bad(verdict),
        StyledText.plain(", route " + report.run().route().orElse("none")));
    report
        .run()
        .folder()
        .ifPresent(folder -> {
          screen.line("folder " + folder);
          if (!report.passed()) {
            screen.line("  next: gatehouse gate " + folder + " says why");
          }
        });
  }

  private static void write(Path file, String document) {
    try {
      Files.writeString(file, document + "\n", UTF_8);
    } catch (IOException e) {
      throw new CliException(
          "FILE_UNWRITABLE", "the result cannot be written to " + file, "name another file", e);
    }
  }
}
