package dev.gatehouse.policy.load;

import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.ProgramRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The rules of a profile and of its packs as one list; the profile's own come first. */
final class PackUnion {
  private static final String OWN = "the profile itself";

  private PackUnion() {}

  static List<PathRule> paths(FieldReader f, List<PathRule> own, List<Pack> packs) {
    return united(f, "path", own, packs, Pack::paths, PathRule::id);
  }

  static List<ProgramRule> programs(FieldReader f, List<ProgramRule> own, List<Pack> packs) {
    return united(f, "command", own, packs, Pack::programs, ProgramRule::id);
  }

  /** An id names one rule: a decision has nothing else that would say which of two it was. */
  private static <R> List<R> united(
      FieldReader f,
      String kind,
      List<R> own,
      List<Pack> packs,
      Function<Pack, List<R>> rules,
      Function<R, String> id) {
    List<R> all = new ArrayList<>(own);
    Map<String, String> owners = new HashMap<>();
    own.forEach(rule -> owners.put(id.apply(rule), OWN));
    for (Pack pack : packs) {
      for (R rule : rules.apply(pack)) {
        String other = owners.putIfAbsent(id.apply(rule), "the pack " + pack.name());
        if (other != null) {
          f.problem(
              "packs",
              "%s and the pack %s both have a %s rule of the id %s"
                  .formatted(other, pack.name(), kind, id.apply(rule)));
        }
        all.add(rule);
      }
    }
    return all;
  }
}
