package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.SourcePlace;
import org.jspecify.annotations.Nullable;

/**
 * The states in which a command can leave the shell.
 *
 * @param success where its status is 0; null if it cannot be
 * @param failure where its status is another; null if it cannot be
 */
record Outcome(@Nullable ShellState success, @Nullable ShellState failure) {
  /** Of a command behind which the shell does not go on. */
  static final Outcome NONE = new Outcome(null, null);

  static Outcome either(@Nullable ShellState state) {
    return new Outcome(state, state);
  }

  Outcome negated() {
    return new Outcome(/* success= */ failure, /* failure= */ success);
  }

  Outcome or(Outcome other, SourcePlace place) {
    return new Outcome(
        either(success, other.success, place), either(failure, other.failure, place));
  }

  /** The state behind it, whatever its status; null if the shell does not go on. */
  @Nullable ShellState after(SourcePlace place) {
    return either(success, failure, place);
  }

  static @Nullable ShellState either(
      @Nullable ShellState one, @Nullable ShellState other, SourcePlace place) {
    if (one == null) {
      return other;
    }
    return other == null ? one : one.or(other, place);
  }
}
