package dev.gatehouse.syscalls.change;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.PathOutcome;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.workspace.layer.LayerEntry;
import dev.gatehouse.workspace.layer.LayerSnapshot;
import java.util.List;
import java.util.Optional;

/** How large the change set of one command may be. */
public final class ChangeSetBounds {
  /** Bytes of all files of one change set, which lie in memory while it is decided. */
  static final long MAX_CONTENT_BYTES = 128L * 1024 * 1024;

  /** Bytes of all its names, which ride in one line of the journal. */
  static final long MAX_NAME_BYTES = 4L * 1024 * 1024;

  /**
   * Canonical bytes of what became of all its paths, which ride in one line of the journal. With
   * the contents that ride there too the line stays below a third of what a line may have.
   */
  public static final long MAX_OUTCOME_BYTES = 8L * 1024 * 1024;

  private ChangeSetBounds() {}

  /** Why the whole layer is dropped, if it is. */
  static Optional<Decision> tooMuch(LayerSnapshot layer, Limits limits) {
    long bytes =
        layer.entries().stream()
            .filter(entry ->
                switch (entry.kind()) {
                  case FILE, EXECUTABLE -> entry.size() <= limits.changedFileBytes();
                  case SYMLINK, DIRECTORY, ABSENT, SPECIAL, TOO_DEEP -> false;
                })
            .mapToLong(LayerEntry::size)
            .sum();
    return bytes <= MAX_CONTENT_BYTES && !namesTooLong(layer)
        ? Optional.empty()
        : Optional.of(
            Decision.deny(
                "builtin.layer",
                "one command changes at most %s bytes of files and %s bytes of names"
                    .formatted(MAX_CONTENT_BYTES, MAX_NAME_BYTES),
                "run a smaller command, or write what need not stay to /tmp"));
  }

  /**
   * Why the whole layer is dropped, if too much is to be said of its paths one by one.
   *
   * @param outcomeBytes as {@link #outcomeBytes} counts them
   */
  static Optional<Decision> tooMuchToSay(long outcomeBytes) {
    return outcomeBytes <= MAX_OUTCOME_BYTES
        ? Optional.empty()
        : Optional.of(
            Decision.deny(
                "builtin.layer",
                "what became of the paths of one command takes at most %s bytes of the journal"
                    .formatted(MAX_OUTCOME_BYTES),
                "change fewer paths by one command, or write what need not stay to /tmp"));
  }

  /** What the contents of these changes take at most in the events of their command. */
  static long inlineBytes(List<ProposedChange> proposed) {
    return EventContents.inlineBytes(proposed.stream().map(ProposedChange::change).toList());
  }

  /** Canonical bytes of these, counted until they are too many. */
  static long outcomeBytes(List<PathOutcome> outcomes) {
    long bytes = 0;
    for (PathOutcome outcome : outcomes) {
      bytes += outcome.toJson().canonical().length;
      if (bytes > MAX_OUTCOME_BYTES) {
        break;
      }
    }
    return bytes;
  }

  /** Whether the names are too long in all to be listed one by one. */
  static boolean namesTooLong(LayerSnapshot layer) {
    long bytes = layer.entries().stream().mapToLong(entry -> entry.path().latin1().length()).sum();
    return bytes > MAX_NAME_BYTES;
  }
}
