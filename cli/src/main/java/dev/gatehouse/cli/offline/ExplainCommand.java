package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "Says what a code means and what to do next.",
      "It is the code of an error, or of a finding of a gate, of verify or of reconcile. What a profile",
      "decides is asked of policy explain."
    },
    footer = {"", "Example: gatehouse explain TEST_VANISHED"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is explained",
      "2:no document has such a code",
      "64:the command line was not understood"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(paramLabel = "CODE", description = "the code, in capitals or not")
  private String code = "";

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  ExplainCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    String name = code.toUpperCase(Locale.ROOT);
    List<CodeTables.Entry> entries = CodeTables.on(name);
    if (entries.isEmpty()) {
      throw new CliException(
          "CODE_UNKNOWN",
          "no table of codes has " + code,
          "look it up in INTERFACES.md, or give the whole code as it was shown");
    }
    if (json) {
      screen.document(JsonDocument.of(Map.of("code", name, "entries", entries)));
      return ExitCode.YES;
    }
    for (CodeTables.Entry entry : entries) {
      screen.line(StyledText.strong(name), StyledText.faint("  " + entry.document()));
      entry
          .cells()
          .forEach((head, cell) ->
              screen.line(StyledText.faint("  " + head + ": "), StyledText.plain(cell)));
    }
    return ExitCode.YES;
  }
}
