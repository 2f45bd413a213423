package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.ProfileView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "profiles",
    description = "The policy profiles that the gateway knows.",
    mixinStandardHelpOptions = true)
final class ProfilesCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "as JSON")
  private boolean json;

  ProfilesCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    List<ProfileView> profiles = server.client().profiles();
    if (json) {
      screen.document(JsonDocument.of(profiles));
    } else {
      screen.table(
          List.of("PROFILE", "SNAPSHOT", "DESCRIPTION"),
          profiles.stream()
              .map(each -> List.of(each.name(), each.policySha256(), each.description()))
              .toList());
    }
    return ExitCode.YES;
  }
}
