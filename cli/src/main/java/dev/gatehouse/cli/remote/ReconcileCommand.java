package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.operator.Reconciliation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reconcile",
    description = {
      "Compares folders, rows, containers and workspaces, and names each difference.",
      "Exits with 1 if one is left that was not repaired."
    },
    footer = {"", "Example: gatehouse reconcile --dump rows.txt"},
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--rebuild", description = "fill an empty database from the folders")
  private boolean rebuild;

  @Option(
      names = "--dump",
      paramLabel = "FILE",
      description = "then write the canonical dump of the tables there")
  private Optional<Path> dump = Optional.empty();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  ReconcileCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatehouseClient client = server.client();
    Reconciliation found = client.reconcile(rebuild);
    if (json) {
      screen.document(JsonDocument.of(found));
    } else {
      found.findings().forEach(this::show);
      screen.line("findings: " + found.findings().size());
      found.rows().ifPresent(rows -> rows.forEach((table, n) -> screen.line(table + ": " + n)));
    }
    dump.ifPresent(file -> write(file, client.dump()));
    return found.findings().stream().allMatch(Reconciliation.Finding::repaired)
        ? ExitCode.YES
        : ExitCode.NO;
  }

  private void show(Reconciliation.Finding finding) {
    screen.line(
        finding.repaired() ? StyledText.warn("repaired ") : StyledText.bad("stands   "),
        StyledText.strong(finding.code()),
        StyledText.plain(finding.runId().map(id -> " " + id).orElse("") + ": " + finding.detail()));
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new CliException(
          "FILE_UNWRITABLE", "the dump cannot be written to " + file, "name another file", e);
    }
  }
}
