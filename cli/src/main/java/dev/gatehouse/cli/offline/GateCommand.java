package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.gates.Gates;
import dev.gatehouse.gates.report.GateFinding;
import dev.gatehouse.gates.report.GateReport;
import dev.gatehouse.gates.report.GateResult;
import dev.gatehouse.gates.report.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "gate",
    description = {
      "Computes the verdict on a run anew, from its folder alone, and compares it with the report",
      "that the folder holds. Whether the folder is whole and signed is asked of verify."
    },
    footer = {"", "Example: gatehouse gate DATA/runs/r-01m7ynh9n5z3jkyrkvevdpb20d"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the verdict is PASSED, and the folder's report says the same, byte for byte",
      "1:the verdict is FAILED, or the folder's report differs or is not there",
      "2:the evidence cannot be read",
      "64:the command line was not understood"
    })
final class GateCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(paramLabel = "FOLDER", description = "the run folder")
  private Path folder = Path.of(".");

  @Option(names = "--json", description = "the report that was computed, as JSON")
  private boolean json;

  GateCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    return Folders.read(folder, this::judge);
  }

  private int judge(RunEvidence evidence) {
    GateReport report = Gates.evaluate(evidence);
    Optional<byte[]> stored = evidence.gateReport();
    boolean same = stored.filter(bytes -> Arrays.equals(bytes, report.canonical())).isPresent();
    if (json) {
      screen.document(JsonDocument.of(report.toJson()));
    } else {
      report.results().forEach(this::show);
      screen.line(
          StyledText.plain("verdict "),
          report.verdict() == Verdict.PASSED
              ? StyledText.good("PASSED")
              : StyledText.bad("FAILED"));
    }
    if (!same) {
      screen.aside(
          StyledText.bad("REPORT_DIFFERS"),
          StyledText.plain(
              stored.isPresent()
                  ? ": the folder's gate report is not the one that its evidence gives"
                  : ": the folder holds no gate report"));
    } else if (!json) {
      screen.line("the folder's gate report is the same, byte for byte");
    }
    return same && report.verdict() == Verdict.PASSED ? ExitCode.YES : ExitCode.NO;
  }

  private void show(GateResult result) {
    screen.line(
        result.passed() ? StyledText.good("PASS  ") : StyledText.bad("FAIL  "),
        StyledText.strong(result.gate()));
    result.findings().forEach(this::show);
    result.notes().forEach(note -> screen.line(StyledText.faint("      " + note)));
  }

  private void show(GateFinding finding) {
    String place = finding.line() > 0 ? finding.path() + ":" + finding.line() : finding.path();
    StyledText code =
        finding.severity() == GateFinding.Severity.ERROR
            ? StyledText.bad(finding.code().name())
            : StyledText.warn(finding.code().name());
    screen.line(
        StyledText.plain("      "),
        code,
        StyledText.plain("  " + place + "  " + finding.message()));
  }
}
