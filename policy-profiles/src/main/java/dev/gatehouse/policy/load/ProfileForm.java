package dev.gatehouse.policy.load;

import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathPattern;

/** In which of its two forms a profile is read. */
sealed interface ProfileForm {
  /**
   * A file: it names packs, lists of names and parents.
   *
   * @param lineage looks up the parents
   */
  record File(ParentProfiles.Lineage lineage) implements ProfileForm {}

  /**
   * A policy snapshot: it holds what a file names.
   *
   * @param names the rules of names of the run folder that it is from
   */
  record Snapshot(NameRules names) implements ProfileForm {}

  /** How the examples of path rules are compared. */
  default NameRules names() {
    return switch (this) {
      case File file -> NameRules.CURRENT;
      case Snapshot snapshot -> snapshot.names();
    };
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  default PathPattern pattern(String text) {
    return switch (this) {
      case File file -> new PathPattern(NameLists.expand(text));
      case Snapshot snapshot -> new PathPattern(text);
    };
  }
}
