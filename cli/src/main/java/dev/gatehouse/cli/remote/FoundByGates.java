package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Span;
import dev.gatehouse.client.RunView;
import java.util.List;
import java.util.stream.Stream;

/** What the gates found in a run, as lines: changed files with tests come first. */
final class FoundByGates {
  private FoundByGates() {}

  /** A line for each finding that the gateway shows, and one for all others. */
  static List<Span[]> lines(RunView run) {
    return run.findings().stream()
        .flatMap(found ->
            Stream.concat(
                found.first().stream().map(FoundByGates::line),
                found.total() > found.first().size()
                    ? Stream.<Span[]>of(
                        line(
                            "  and %s more, in data/gate_report.json of the folder"
                                .formatted(found.total() - found.first().size())))
                    : Stream.empty()))
        .toList();
  }

  private static Span[] line(String text) {
    return new Span[] {Span.plain(text)};
  }

  private static Span[] line(RunView.Finding finding) {
    String code = "  " + finding.code();
    return new Span[] {
      finding.severity().equals("ERROR") ? Span.bad(code) : Span.warn(code),
      Span.plain("  " + finding.path() + ": " + finding.message())
    };
  }
}
