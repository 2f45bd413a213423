package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.SourcePlace;
import org.jspecify.annotations.Nullable;

/** The states in which {@code break} and {@code continue} leave the body of one loop. */
final class LoopExits {
  private @Nullable ShellState broken;
  private @Nullable ShellState continued;

  void breaks(ShellState state, SourcePlace place) {
    broken = Outcome.either(broken, state, place);
  }

  void continues(ShellState state, SourcePlace place) {
    continued = Outcome.either(continued, state, place);
  }

  @Nullable ShellState broken() {
    return broken;
  }

  @Nullable ShellState continued() {
    return continued;
  }
}
