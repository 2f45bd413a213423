package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Column;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.JsonDocument;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.operator.ProfileView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "profiles",
    description = "Lists the policy profiles that runs may name.",
    footer = {"", "Example: gatehouse profiles"},
    mixinStandardHelpOptions = true)
final class ProfilesCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.name("PROFILE", 24), Column.text("SNAPSHOT", 12), Column.text("DESCRIPTION", 20));

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
      screen.table(COLUMNS, profiles.stream().map(ProfilesCommand::row).toList());
    }
    return ExitCode.YES;
  }

  private static List<String> row(ProfileView profile) {
    return List.of(
        profile.name(), profile.policySha256(), profile.description().replace('\n', ' '));
  }
}
