package dev.gatehouse.cli.demo;

import dev.gatehouse.cli.remote.ServerOptions;
import dev.gatehouse.cli.replay.SealWaiter;
import dev.gatehouse.cli.replay.Sleeper;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The word {@code demo}. */
@Command(
    name = "demo",
    description = "A scripted agent on a small repository, from the first call to the merge.",
    footer = {"", "Example: gatehouse demo"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all steps behaved as expected",
      "1:something went otherwise; the last lines say what",
      "2:it could not be played to the end",
      "64:the command line was not understood"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Screen screen;
  private final UnaryOperator<String> unusedName;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      required = true,
      description = "a fresh repository of the demo's files")
  private Path repository = Path.of(".");

  /** The word, on this screen; {@code unusedName} makes a name of a word that nothing has yet. */
  public DemoCommand(Screen screen, UnaryOperator<String> unusedName) {
    this.screen = screen;
    this.unusedName = unusedName;
  }

  @Override
  public Integer call() {
    Path origin = repository.toAbsolutePath().normalize();
    var operator = server.client();
    DemoTranscript transcript = new DemoTranscript(screen);
    DemoScenario story =
        new DemoScenario(
            operator,
            new SealWaiter(operator, Sleeper::sleep, PATIENCE),
            FolderVerifier.trusting(server.trustFile()),
            Path.of(System.getProperty("java.io.tmpdir")),
            unusedName.apply("demo"));
    RunView sealed = story.play(transcript, origin);
    conclude(transcript, sealed, origin);
    return transcript.differences().isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  private void conclude(DemoTranscript transcript, RunView sealed, Path origin) {
    screen.blank();
    String verdict = sealed.verdict().orElse("none");
    screen.line(
        StyledText.strong("verdict "),
        verdict.equals("PASSED") ? StyledText.good(verdict) : StyledText.bad(verdict),
        StyledText.plain(", as the gates computed it from the folder"));
    sealed.folder().ifPresent(folder -> tryNext(transcript, folder, sealed, origin));
    if (transcript.differences().isEmpty()) {
      screen.line(StyledText.good("all steps behaved as expected"));
    } else {
      screen.line(StyledText.bad("unexpected results:"));
      transcript.differences().forEach(each -> screen.line("  - " + each));
    }
  }

  private void tryNext(DemoTranscript transcript, String folder, RunView sealed, Path origin) {
    screen.line(StyledText.strong("folder  "), StyledText.plain(folder));
    screen.line(StyledText.strong("three things to try next"));
    screen.line("  ./gatehouse verify " + folder + " --trust " + server.trustFile());
    screen.line("  ./gatehouse gate " + folder);
    screen.line(
        transcript.merged()
            ? "  git -C " + origin + " show --stat gatehouse/" + sealed.runId()
            : "  ./gatehouse policy explain default Makefile .env src/new.py");
  }
}
