package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.EventPage;
import dev.gatehouse.client.GatehouseClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "events",
    description = "Shows the events of a run's journal, one line each.",
    footer = {"", "Example: gatehouse events r-01m7 --follow"},
    mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {
  private static final long FOLLOW_MILLIS = 20_000;

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "RUN", description = "the run's id, or the beginning of it")
  private String run = "";

  @Option(names = "--after", paramLabel = "SEQ", description = "those behind this sequence number")
  private long after = -1;

  @Option(names = "--follow", description = "go on until the run ends")
  private boolean follow;

  @Option(names = "--json", description = "each line as JSON")
  private boolean json;

  EventsCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    GatehouseClient client = server.client();
    String runId = IdLookup.run(client, run);
    long from = after;
    boolean ended = false;
    while (!ended) {
      EventPage page = client.events(runId, from, follow ? FOLLOW_MILLIS : 0);
      page.events().forEach(this::show);
      ended =
          follow ? page.events().stream().anyMatch(EventsCommand::isLast) : page.events().isEmpty();
      from = page.last();
    }
    return ExitCode.YES;
  }

  private static boolean isLast(JsonNode event) {
    return event.path("kind").asString("").equals("run.end");
  }

  private void show(JsonNode event) {
    if (json) {
      screen.document(JsonDocument.line(event));
      return;
    }
    JsonNode rest = event.deepCopy();
    if (rest instanceof ObjectNode object) {
      object.remove(List.of("seq", "at", "kind", "prev"));
    }
    screen.line(
        StyledText.faint(String.format("%5s  %s  ", event.path("seq").asLong(-1), at(event))),
        StyledText.strong(String.format("%-18s ", event.path("kind").asString("?"))),
        StyledText.plain(JsonDocument.line(rest)));
  }

  private static String at(JsonNode event) {
    return event.path("at").asString("?");
  }
}
