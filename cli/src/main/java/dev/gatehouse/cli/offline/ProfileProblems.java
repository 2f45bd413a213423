package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.policy.error.PolicyErrorCode;
import dev.gatehouse.policy.error.ProfileException;

/** Shows why a profile does not load. */
final class ProfileProblems {
  private ProfileProblems() {}

  static void show(Screen screen, String profile, ProfileException refused) {
    screen.aside(
        StyledText.bad(PolicyErrorCode.PROFILE_INVALID.name()),
        StyledText.plain(
            ": %s is refused, with %s"
                .formatted(profile, Counted.of(refused.problems().size(), "problem"))));
    refused.problems().forEach(problem -> screen.aside(StyledText.plain("  " + problem)));
    screen.aside(StyledText.plain("  next: correct the file, then check again"));
  }
}
