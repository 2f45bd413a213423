package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.profile.PlanHints;
import dev.gatehouse.policy.profile.Profile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Loads a profile and tries its examples; names every problem with its line.",
      "Exits with 1 where the profile is refused."
    },
    footer = {"", "Example: gatehouse policy check strict.yaml"},
    mixinStandardHelpOptions = true)
final class PolicyCheckCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(paramLabel = "FILE|NAME", description = "a file of YAML, or a profile that ships")
  private String profile = "";

  PolicyCheckCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    try {
      Profile loaded = Profiles.of(profile);
      screen.line(StyledText.strong(loaded.name()), StyledText.good("  loads"));
      screen.line("  " + loaded.description());
      screen.line(
          "  %s, %s, %s in the plan, gates: %s"
              .formatted(
                  Counted.of(loaded.allPaths().size(), "path rule"),
                  Counted.of(loaded.allPrograms().size(), "command rule"),
                  Counted.of(loaded.verification().steps().size(), "step"),
                  String.join(", ", loaded.gates())));
      screen.line("  snapshot sha256 " + loaded.sha256().hex());
      PlanHints.of(loaded.verification())
          .forEach(hint -> screen.line(StyledText.warn("  note"), StyledText.plain("  " + hint)));
      return ExitCode.YES;
    } catch (ProfileException refused) {
      ProfileProblems.show(screen, profile, refused);
      return ExitCode.NO;
    }
  }
}
