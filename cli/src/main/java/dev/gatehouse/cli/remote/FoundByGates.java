package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.RunView;
import java.util.List;
import java.util.stream.Stream;

/** What the gates found in a run, as lines: changed files with tests come first. */
final class FoundByGates {
  private FoundByGates() {}

  /** A line for each finding that the gateway shows, and one for all others. */
  static List<StyledText[]> lines(RunView run) {
    return run.findings().stream()
        .flatMap(found ->
            Stream.concat(
                found.first().stream().map(FoundByGates::line),
                found.total() > found.first().size()
                    ? Stream.<StyledText[]>of(
                        line(
                            "  and %s more, in data/gate_report.json of the folder"
                                .formatted(found.total() - found.first().size())))
                    : Stream.empty()))
        .toList();
  }

  private static StyledText[] line(String text) {
    return new StyledText[] {StyledText.plain(text)};
  }

  private static StyledText[] line(RunView.Finding finding) {
    String code = "  " + finding.code();
    return new StyledText[] {
      finding.severity().equals("ERROR") ? StyledText.bad(code) : StyledText.warn(code),
      StyledText.plain("  " + finding.path() + ": " + finding.message())
    };
  }
}
