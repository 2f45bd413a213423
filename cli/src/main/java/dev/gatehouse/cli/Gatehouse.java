package dev.gatehouse.cli;

import dev.gatehouse.cli.demo.DemoCommand;
import dev.gatehouse.cli.offline.OfflineCommands;
import dev.gatehouse.cli.remote.RemoteCommands;
import dev.gatehouse.cli.replay.ReplayCommand;
import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.UnreachableException;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code gatehouse} command. */
@Command(
    name = "gatehouse",
    description = "A syscall gateway between untrusted coding agents and repositories.",
    mixinStandardHelpOptions = true,
    version = "gatehouse 0.1.0",
    synopsisSubcommandLabel = "WORD",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; where something is asked, the answer is yes",
      "1:the answer is no: a check failed, a verdict is not PASSED, something differs",
      "2:it could not be done or found out; the refusal names the cause and the next step",
      "64:the command line was not understood"
    })
public final class Gatehouse {
  private Gatehouse() {}

  /** Runs one word and exits with its code. */
  public static void main(String... arguments) {
    System.exit(run(Screen.ofProcess(System.getenv()), arguments));
  }

  /** Runs one word and returns its exit code. */
  static int run(Screen screen, String... arguments) {
    CommandLine line = new CommandLine(new Gatehouse());
    OfflineCommands.addTo(line, screen);
    RemoteCommands.addTo(line, screen);
    line.addSubcommand(new ReplayCommand(screen, Gatehouse::unusedName));
    line.addSubcommand(new DemoCommand(screen, Gatehouse::unusedName));
    line.addSubcommand(new CommandLine.HelpCommand());
    line.setOut(screen.helpWriter());
    line.setExecutionExceptionHandler((failure, _, _) -> explain(screen, failure));
    line.setParameterExceptionHandler((misuse, _) -> explain(screen, misuse));
    line.setUnmatchedOptionsArePositionalParams(false);
    return line.execute(arguments);
  }

  private static String unusedName(String word) {
    return word + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static int explain(Screen screen, ParameterException misuse) {
    screen.refuse(
        "USAGE",
        String.valueOf(misuse.getMessage()),
        misuse.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help");
    return ExitCode.MISUSED;
  }

  private static int explain(Screen screen, Exception failure) {
    switch (failure) {
      case ProblemException problem ->
          screen.refuse(problem.code(), problem.detail(), problem.next().orElse(""));
      case CliException refusal -> screen.refuse(refusal.code(), refusal.reason(), refusal.next());
      case UnreachableException unreachable ->
          screen.refuse(
              "SERVER_UNREACHABLE",
              String.valueOf(unreachable.getMessage()),
              "start it with ./gatehouse up, or name another with --server");
      default ->
          screen.refuse(
              "INTERNAL",
              failure.getClass().getName() + ": " + failure.getMessage() + origin(failure),
              "this is a defect of Gatehouse: report it with the command line that led here");
    }
    return ExitCode.COULD_NOT;
  }

  private static String origin(Exception failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    return frames.length == 0 ? "" : " (at " + frames[0] + ")";
  }
}
