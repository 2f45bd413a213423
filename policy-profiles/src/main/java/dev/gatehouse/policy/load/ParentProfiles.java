package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.policy.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the parents that a profile's file names are looked up. */
@FunctionalInterface
public interface ParentProfiles {
  /** The profiles that ship. */
  ParentProfiles SHIPPED =
      (name, lineage) ->
          ProfileLoader.shippedNames().contains(name)
              ? Optional.of(ProfileLoader.shipped(name, lineage))
              : Optional.empty();

  /**
   * The profile of that name.
   *
   * @param lineage passed on to the loader, which so finds a circle
   * @throws dev.gatehouse.policy.error.ProfileException if it does not load
   */
  Optional<Profile> find(String name, Lineage lineage);

  /**
   * The profiles on the way to a parent.
   *
   * @param profiles where they are looked up
   * @param names their names, children first
   */
  record Lineage(ParentProfiles profiles, List<String> names) {
    public Lineage {
      names = List.copyOf(names);
    }

    /** The lineage of a profile that is nobody's parent. */
    public static Lineage of(ParentProfiles profiles) {
      return new Lineage(profiles, List.of());
    }

    /**
     * Looks up one parent more.
     *
     * @throws IllegalArgumentException if there is none, or it is on the way already
     */
    Profile parent(String name) {
      if (!Identifier.isValid(name)) {
        throw new IllegalArgumentException("a parent is named by an identifier");
      }
      if (names.contains(name)) {
        throw new IllegalArgumentException(
            "%s is its own parent, by %s".formatted(name, String.join(", ", names)));
      }
      if (names.size() == Profile.MOST_DEPTH) {
        throw new IllegalArgumentException(
            "more than %s parents behind each other: %s"
                .formatted(Profile.MOST_DEPTH, String.join(", ", names)));
      }
      List<String> longer = new ArrayList<>(names);
      longer.add(name);
      return profiles
          .find(name, new Lineage(profiles, longer))
          .orElseThrow(() -> new IllegalArgumentException("no profile is called " + name));
    }
  }
}
