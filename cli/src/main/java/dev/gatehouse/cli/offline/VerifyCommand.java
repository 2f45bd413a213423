package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.check.CheckReport;
import dev.gatehouse.evidence.check.FolderCheck;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description =
        "Checks a run folder: is it whole, chained and signed? Needs no gateway and no database.",
    footer = {"", "Example: gatehouse verify r-01m7ynh9n5z3jkyrkvevdpb20d --trust trust.json"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the folder is whole, chained and signed by a key that the trust file names",
      "1:it is not; each finding has a stable code",
      "2:it could not be checked: no folder, or no trust file",
      "64:the command line was not understood"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int SHOWN = 50;

  private final Screen screen;

  @Parameters(paramLabel = "FOLDER", description = "the run folder")
  private Path folder = Path.of(".");

  @Mixin private TrustOption trust = new TrustOption();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  VerifyCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Path place = Folders.of(folder);
    CheckReport report = FolderCheck.check(place, trust.trust(place));
    if (json) {
      screen.document(JsonDocument.of(report.toJson()));
    } else {
      show(report);
    }
    return report.isWhole() ? ExitCode.YES : ExitCode.NO;
  }

  private void show(CheckReport report) {
    report.findings().stream()
        .limit(SHOWN)
        .forEach(finding ->
            screen.line(
                StyledText.bad(finding.code().name()),
                StyledText.plain("  " + finding.path() + "  " + finding.message())));
    int more = report.findings().size() - SHOWN;
    if (more > 0) {
      screen.line("and " + more + " more findings");
    }
    if (report.isWhole()) {
      screen.line(
          StyledText.good("whole, chained and signed"),
          StyledText.plain(
              ": run %s, status %s, verdict %s"
                  .formatted(
                      report.runId().orElse("?"),
                      report.status().orElse("?"),
                      report.verdict().orElse("?"))));
      screen.line("gatehouse gate " + folder + " computes the verdict anew");
    } else {
      screen.line(StyledText.bad("do not believe this folder"));
    }
  }
}
