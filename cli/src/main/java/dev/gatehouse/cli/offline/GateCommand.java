package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Span;
import dev.gatehouse.evidence.folder.MissingEvidenceException;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.gates.Finding;
import dev.gatehouse.gates.GateReport;
import dev.gatehouse.gates.GateResult;
import dev.gatehouse.gates.Gates;
import dev.gatehouse.gates.Verdict;
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
    Path place = Folders.of(folder);
    try {
      return judge(RunEvidence.read(place));
    } catch (MissingEvidenceException | JsonFormatException e) {
      throw new CliException(
          "EVIDENCE_UNREADABLE",
          String.valueOf(e.getMessage()),
          "gatehouse verify " + folder + " names everything that is wrong with the folder",
          e);
    }
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
          Span.plain("verdict "),
          report.verdict() == Verdict.PASSED ? Span.good("PASSED") : Span.bad("FAILED"));
    }
    if (!same) {
      screen.aside(
          Span.bad("REPORT_DIFFERS"),
          Span.plain(
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
        result.passed() ? Span.good("PASS  ") : Span.bad("FAIL  "), Span.strong(result.gate()));
    result.findings().forEach(this::show);
    result.notes().forEach(note -> screen.line(Span.faint("      " + note)));
  }

  private void show(Finding finding) {
    String place = finding.line() > 0 ? finding.path() + ":" + finding.line() : finding.path();
    Span code =
        finding.severity() == Finding.Severity.ERROR
            ? Span.bad(finding.code().name())
            : Span.warn(finding.code().name());
    screen.line(Span.plain("      "), code, Span.plain("  " + place + "  " + finding.message()));
  }
}
