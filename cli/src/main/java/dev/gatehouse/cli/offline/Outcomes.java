package dev.gatehouse.cli.offline;

import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.evidence.Decision;

/** Outcomes of decisions as they are shown. */
final class Outcomes {
  private Outcomes() {}

  /** The word, in the style of its weight. */
  static StyledText styled(Decision.Outcome outcome) {
    return switch (outcome) {
      case ALLOW -> StyledText.good("ALLOW");
      case HOLD -> StyledText.warn("HOLD");
      case DENY -> StyledText.bad("DENY");
    };
  }
}
