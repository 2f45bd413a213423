package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.evidence.report.ControlClosure.Named;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.make.Remakes;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.path.PathPattern;
import dev.gatehouse.policy.path.PatternSet;
import dev.gatehouse.policy.path.ShortName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A closure prepared for looking paths up; names are compared folded. */
final class ClosedPaths {
  private static final int MAX_SHOWN = 3;

  private final NameRules rules;
  private final Map<List<String>, List<Other>> others = new HashMap<>();
  private final Map<List<String>, Named> paths = new HashMap<>();
  private final Map<List<String>, Named> below = new HashMap<>();
  private final Map<List<String>, Named> made = new HashMap<>();
  private final List<Matching> matching;
  private final PatternSet anyMatching;
  private final Map<List<String>, Named> imports = new HashMap<>();

  /** Another name of a place, prepared. */
  private record Other(PathNames as, List<String> because) {}

  /** A pattern that is named, prepared. */
  private record Matching(PathPattern pattern, Named named) {}

  /**
   * Another name of a path.
   *
   * @param names the name
   * @param because what makes it so
   * @param how a sentence for a person, of which the first part says why and the second what it is
   */
  record OtherName(PathNames names, List<String> because, String how) {
    private static final String BY_LINKS = "By links of the base (%s) it is %s.";
    private static final String BY_IMPORTS =
        "Python looks for modules there (%s), and finds it as %s.";

    /** A sentence for a person. */
    String sentence() {
      return how.formatted(shown(because), String.join("/", names.exact()));
    }
  }

  ClosedPaths(ControlClosure closure, NameRules rules) {
    this.rules = rules;
    this.matching =
        closure.named().stream()
            .filter(named -> named.reach() == Reach.MATCHING)
            .map(named -> new Matching(PathPattern.covering(named.path().latin1()), named))
            .toList();
    this.anyMatching = PatternSet.folded(matching.stream().map(Matching::pattern).toList(), rules);
    for (ControlClosure.OtherName other : closure.otherNames()) {
      Other prepared = new Other(PathNames.of(other.as(), rules), other.because());
      for (List<String> place : PathNames.of(other.path(), rules).folded()) {
        others.computeIfAbsent(place, each -> new ArrayList<>()).add(prepared);
      }
    }
    for (Named named : closure.named()) {
      switch (named.reach()) {
        case PATH -> index(paths, named);
        case BELOW -> index(below, named);
        case SOURCES -> index(made, named);
        case IMPORTS -> index(imports, named);
        case MATCHING -> {
          // Its pattern is in the set of all of them.
        }
      }
    }
  }

  private void index(Map<List<String>, Named> index, Named named) {
    for (List<String> path : PathNames.of(named.path(), rules).folded()) {
      index.putIfAbsent(path, named);
    }
  }

  /** The other names of a path. */
  List<OtherName> otherNames(PathNames path) {
    if (others.isEmpty()) {
      return List.of();
    }
    List<OtherName> names = new ArrayList<>();
    for (List<String> reading : path.folded()) {
      for (int size = reading.size(); size >= 0; size--) {
        for (List<String> place : places(others.keySet(), reading.subList(0, size))) {
          for (Other other : others.getOrDefault(place, List.of())) {
            names.add(named(path, reading, size, other));
          }
        }
      }
    }
    return names;
  }

  /** What a path that the base does not have is found as where Python looks for modules. */
  List<OtherName> importNames(PathNames path) {
    List<OtherName> names = new ArrayList<>();
    if (imports.isEmpty()) {
      return names;
    }
    for (List<String> reading : path.folded()) {
      for (int size = reading.size() - 1; size > 0; size--) {
        Optional<Named> directory = at(imports, reading.subList(0, size));
        if (directory.isPresent()) {
          List<String> rest = reading.subList(size, reading.size());
          names.add(
              new OtherName(
                  new PathNames(rest, List.of(rest)),
                  directory.get().because(),
                  OtherName.BY_IMPORTS));
        }
      }
    }
    return names;
  }

  /** Why the path steers the judgement, if something names it. */
  Optional<String> why(PathNames path) {
    if (paths.isEmpty() && below.isEmpty() && made.isEmpty() && matching.isEmpty()) {
      return Optional.empty();
    }
    return path.folded().stream()
        .flatMap(reading -> named(reading).stream())
        .findFirst()
        .or(() -> matching(path));
  }

  private Optional<String> named(List<String> reading) {
    Optional<Named> found = at(paths, reading).or(() -> at(below, reading));
    for (int size = reading.size() - 1; size > 0 && found.isEmpty(); size--) {
      found = at(below, reading.subList(0, size));
    }
    if (found.isEmpty() && !made.isEmpty()) {
      found = Remakes.of(reading).stream().flatMap(each -> at(made, each).stream()).findFirst();
    }
    return found.map(named -> shown(named.because()));
  }

  private Optional<String> matching(PathNames path) {
    if (!anyMatching.matches(path)) {
      return Optional.empty();
    }
    return matching.stream()
        .filter(each -> PatternSet.folded(List.of(each.pattern()), rules).matches(path))
        .findFirst()
        .map(each -> shown(each.named().because()));
  }

  private Optional<Named> at(Map<List<String>, Named> index, List<String> path) {
    return places(index.keySet(), path).stream().findFirst().map(index::get);
  }

  /** The places that a name may mean; short names of 8.3 form are rare and tried one by one. */
  private List<List<String>> places(Set<List<String>> known, List<String> path) {
    if (known.contains(path)) {
      return List.of(path);
    }
    boolean isShort = rules.comparesEveryForm() && path.stream().anyMatch(ShortName::isShort);
    return isShort ? known.stream().filter(place -> abbreviates(path, place)).toList() : List.of();
  }

  private static boolean abbreviates(List<String> path, List<String> place) {
    boolean agrees = path.size() == place.size();
    for (int i = 0; agrees && i < path.size(); i++) {
      String name = path.get(i);
      agrees =
          name.equals(place.get(i))
              || (ShortName.isShort(name) && ShortName.abbreviates(name, place.get(i)));
    }
    return agrees;
  }

  private static OtherName named(PathNames path, List<String> reading, int size, Other other) {
    List<String> rest = reading.subList(size, reading.size());
    List<List<String>> folded = new ArrayList<>();
    for (List<String> as : other.as().folded()) {
      folded.add(joined(as, rest));
    }
    List<String> written = path.exact();
    List<String> exactRest =
        written.size() == reading.size() ? written.subList(size, written.size()) : rest;
    return new OtherName(
        new PathNames(joined(other.as().exact(), exactRest), folded),
        other.because(),
        OtherName.BY_LINKS);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** The first link or step, and the last ones: what lies between is in the closure. */
  private static String shown(List<String> because) {
    List<String> shown = new ArrayList<>(because);
    if (because.size() > MAX_SHOWN) {
      shown.subList(1, because.size() - MAX_SHOWN + 1).clear();
      shown.add(1, "…");
    }
    return String.join("; ", shown);
  }
}
