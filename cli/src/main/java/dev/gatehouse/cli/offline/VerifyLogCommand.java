package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.check.GatewayLogCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify-log",
    description =
        "Checks a gateway log: is it chained, and is it the one that its checkpoints were signed"
            + " over? Needs no gateway and no database.",
    footer = {"", "Example: gatehouse verify-log DATA/gateway.jsonl --trust trust.json"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is, to its last line; each kept checkpoint covers its beginning",
      "1:it is not; each finding has a stable code",
      "2:it could not be checked: a file cannot be read",
      "64:the command line was not understood"
    })
final class VerifyLogCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(paramLabel = "LOG", description = "the file gateway.jsonl")
  private Path log = Path.of("gateway.jsonl");

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "a checkpoint that was kept elsewhere; again for more")
  private List<Path> kept = List.of();

  @Mixin private TrustOption trust = new TrustOption();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  VerifyLogCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatewayLogCheck.Report report = check();
    if (json) {
      screen.document(JsonDocument.of(report.toJson()));
    } else {
      report
          .problems()
          .forEach(problem ->
              screen.line(
                  StyledText.bad(problem.code().name()),
                  StyledText.plain("  " + problem.message())));
      if (report.problems().isEmpty()) {
        screen.line(
            StyledText.good("chained and signed"),
            StyledText.plain(
                ": %s, the last is %s"
                    .formatted(Counted.of(report.lines(), "line"), report.head())));
      }
    }
    return report.problems().isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  private GatewayLogCheck.Report check() {
    try {
      return GatewayLogCheck.check(log, kept, trust.trust());
    } catch (IOException e) {
      throw new CliException(
          "LOG_UNREADABLE",
          "the log or a checkpoint cannot be read (" + e.getMessage() + ")",
          "name DATA/gateway.jsonl, as a user who may read it, and the checkpoints you kept",
          e);
    }
  }
}
