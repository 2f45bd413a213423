package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Column;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.operator.RepositoryView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "repositories",
    description = "Lists the registered repositories.",
    footer = {"", "Example: gatehouse repositories"},
    mixinStandardHelpOptions = true)
final class RepositoriesCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(Column.name("NAME", 20), Column.text("TIP", 12), Column.name("ORIGIN", 20));

  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  RepositoriesCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    List<RepositoryView> repositories = server.client().repositories();
    if (json) {
      screen.document(JsonDocument.of(repositories));
    } else {
      screen.table(
          COLUMNS,
          repositories.stream()
              .map(each -> List.of(each.name(), each.tip(), each.origin()))
              .toList());
    }
    return ExitCode.YES;
  }

  @Command(
      name = "add",
      description = "Registers a repository, so that agents can be given access to it.",
      footer = {"", "Example: gatehouse repositories add /srv/fares --name fares"},
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "DIR", description = "where it lies on the gateway's machine")
    private Path directory = Path.of(".");

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "how agents name it (default: made from the directory's name)")
    private Optional<String> name = Optional.empty();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    Add(Screen screen) {
      this.screen = screen;
    }

    @Override
    public Integer call() {
      Path origin = directory.toAbsolutePath().normalize();
      RepositoryView made =
          server
              .client()
              .addRepository(name.orElseGet(() -> Identifiers.of(origin)), origin.toString());
      screen.document(
          json ? JsonDocument.of(made) : made.name() + " is registered, at " + made.tip());
      return ExitCode.YES;
    }
  }
}
