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
  private static final int WIDTH = 80;
  private static final int DIGITS = 12;
  private static final int GAP = 2;
  private static final int SHORTEST = 10;

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
      int longest = profiles.stream().mapToInt(each -> each.name().length()).max().orElse(0);
      screen.table(
          List.of("PROFILE", "SNAPSHOT", "DESCRIPTION"),
          profiles.stream().map(each -> row(each, longest)).toList());
    }
    return ExitCode.YES;
  }

  /** One line of a screen: the snapshot's digest and the description as far as they go. */
  private static List<String> row(ProfileView profile, int longestName) {
    int room = Math.max(SHORTEST, WIDTH - longestName - DIGITS - 2 * GAP);
    String text = profile.description().replace('\n', ' ');
    return List.of(
        profile.name(),
        profile.policySha256().substring(0, Math.min(DIGITS, profile.policySha256().length())),
        text.length() <= room ? text : text.substring(0, room - 3).stripTrailing() + "...");
  }
}
