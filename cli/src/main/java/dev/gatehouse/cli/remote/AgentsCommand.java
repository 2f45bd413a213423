package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.operator.AgentRequest;
import dev.gatehouse.client.operator.AgentToken;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "agents",
    description = "Makes identities for agents.",
    footer = {"", "Example: gatehouse agents add helper --repository fares"},
    mixinStandardHelpOptions = true)
final class AgentsCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "agents needs a word: add");
  }

  @Command(
      name = "add",
      description = "Makes an identity for an agent and prints its token, this once.",
      footer = {"", "Example: gatehouse agents add helper --repository fares --profile default"},
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "names the agent")
    private String name = "";

    @Option(
        names = "--repository",
        paramLabel = "NAME",
        required = true,
        description = "a repository that it may name; may be given more than once")
    private List<String> repositories = List.of();

    @Option(
        names = "--profile",
        paramLabel = "NAME",
        description = "a profile that it may name (default: default); may be given more than once")
    private List<String> profiles = List.of("default");

    @Option(
        names = "--open-runs",
        paramLabel = "N",
        description = "how many of its runs may be open at once (default: 4)")
    private int openRuns = 4;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    Add(Screen screen) {
      this.screen = screen;
    }

    @Override
    public Integer call() {
      AgentToken made =
          server.client().addAgent(new AgentRequest(name, repositories, profiles, openRuns));
      screen.document(json ? JsonDocument.of(made) : made.token());
      return ExitCode.YES;
    }
  }
}
