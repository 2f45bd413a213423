package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.runs.outcome.SealedFiles;
import dev.gatehouse.evidence.folder.FolderNames;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.syscalls.AnswerMemory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a sealed gate report found, as an operator is shown it. */
final class GateFindings {
  /** Findings that are shown. */
  static final int MOST = 200;

  private static final int MESSAGE_CHARACTERS = 2000;

  private GateFindings() {}

  /**
   * The findings of a sealed folder; empty where it has no report, or none that is read here.
   *
   * @param memory asked before the report is read
   */
  static Optional<RunView.Findings> of(Path folder, AnswerMemory memory) {
    try {
      return new SealedFiles(folder, memory)
          .bytesWithin(FolderNames.GATE_REPORT, SealedFiles.REPORT_BYTES)
          .map(bytes -> of(StrictJson.read(bytes)));
    } catch (UncheckedIOException | JsonFormatException e) {
      return Optional.empty();
    }
  }

  private static RunView.Findings of(Json.Obj report) {
    List<RunView.Finding> all =
        report.objects("results").stream()
            .flatMap(GateFindings::ofGate)
            .sorted(Comparator.comparingInt(GateFindings::place))
            .toList();
    return new RunView.Findings(all.size(), all.stream().limit(MOST).toList());
  }

  private static Stream<RunView.Finding> ofGate(Json.Obj result) {
    String gate = result.string("gate");
    return result.objects("findings").stream()
        .map(finding ->
            new RunView.Finding(
                gate,
                finding.string("code"),
                finding.string("severity"),
                finding.string("path"),
                shown(finding.string("message"))));
  }

  private static String shown(String message) {
    int end = Math.min(message.length(), MESSAGE_CHARACTERS);
    return end == message.length() ? message : message.substring(0, end) + "...";
  }

  /** What the verdict rests on and no rule can judge comes first. */
  private static int place(RunView.Finding finding) {
    return switch (finding.code()) {
      case "TEST_FILE_CHANGED" -> 0;
      case "STEP_UNLISTED" -> 1;
      default -> finding.severity().equals("ERROR") ? 2 : 3;
    };
  }
}
