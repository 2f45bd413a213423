package dev.gatehouse.policy.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Patterns prepared for matching; those that name a component are found by that name. */
public final class PatternSet {
  private final Map<String, List<Compiled>> byFirst = new HashMap<>();
  private final Map<String, List<Compiled>> byAny = new HashMap<>();
  private final List<ComponentGlob> byLast = new ArrayList<>();
  private final List<Compiled> others = new ArrayList<>();
  private final List<Compiled> all = new ArrayList<>();
  private final Optional<PatternSet> asWritten;

  /** A pattern's components; a null-free list where {@code any} marks {@code **}. */
  private record Compiled(List<Part> parts) {}

  private record Part(boolean any, ComponentGlob glob) {}

  private PatternSet(Optional<PatternSet> asWritten) {
    this.asWritten = asWritten;
  }

  /** Matches names as they are. */
  public static PatternSet exact(List<PathPattern> patterns) {
    return new PatternSet(Optional.empty()).with(patterns, ComponentGlob::of);
  }

  /** Matches folded names; the patterns are folded too. */
  public static PatternSet folded(List<PathPattern> patterns, NameRules rules) {
    Optional<PatternSet> asWritten =
        rules.comparesEveryForm() ? Optional.of(exact(patterns)) : Optional.empty();
    return new PatternSet(asWritten)
        .with(patterns, component -> ComponentGlob.of(component).folded(rules));
  }

  /** Matches a path in any of its forms; for sets of folded patterns. */
  public boolean matches(PathNames path) {
    return path.folded().stream().anyMatch(names -> matches(names) || matchesShort(names))
        || asWritten.filter(patterns -> patterns.matches(path.exact())).isPresent();
  }

  /** Names of 8.3 form are rare: where there is one, each pattern is tried. */
  private boolean matchesShort(List<String> names) {
    return asWritten.isPresent()
        && names.stream().anyMatch(ShortName::isShort)
        && all.stream()
            .anyMatch(pattern -> matches(pattern.parts(), names, ComponentGlob::matchesShort));
  }

  public boolean matches(List<String> names) {
    if (!names.isEmpty() && anyMatch(byFirst.get(names.getFirst()), names)) {
      return true;
    }
    if (!byAny.isEmpty()) {
      for (String name : names) {
        if (anyMatch(byAny.get(name), names)) {
          return true;
        }
      }
    }
    if (!names.isEmpty()) {
      for (ComponentGlob glob : byLast) {
        if (glob.matches(names.getLast())) {
          return true;
        }
      }
    }
    return anyMatch(others, names);
  }

  private static boolean anyMatch(@Nullable List<Compiled> patterns, List<String> names) {
    if (patterns == null) {
      return false;
    }
    for (Compiled pattern : patterns) {
      if (matches(pattern.parts(), names, ComponentGlob::matches)) {
        return true;
      }
    }
    return false;
  }

  private PatternSet with(List<PathPattern> patterns, Function<String, ComponentGlob> globs) {
    for (PathPattern pattern : patterns) {
      List<Part> parts = new ArrayList<>();
      for (String component : pattern.components()) {
        boolean any = component.equals("**");
        parts.add(new Part(any, globs.apply(any ? "*" : component)));
      }
      add(new Compiled(parts));
    }
    return this;
  }

  private void add(Compiled pattern) {
    all.add(pattern);
    Part first = pattern.parts().getFirst();
    boolean anyThenName =
        first.any()
            && pattern.parts().size() > 1
            && !pattern.parts().get(1).any()
            && pattern.parts().get(1).glob().isLiteral();
    if (!first.any() && first.glob().isLiteral()) {
      index(byFirst, first.glob(), pattern);
    } else if (anyThenName) {
      index(byAny, pattern.parts().get(1).glob(), pattern);
    } else if (first.any() && pattern.parts().size() == 2 && !pattern.parts().get(1).any()) {
      byLast.add(pattern.parts().get(1).glob());
    } else {
      others.add(pattern);
    }
  }

  private static void index(
      Map<String, List<Compiled>> index, ComponentGlob glob, Compiled pattern) {
    for (String literal : glob.literals()) {
      index.computeIfAbsent(literal, name -> new ArrayList<>()).add(pattern);
    }
  }

  /** Which positions can be reached after each part: no pattern can make this exponential. */
  private static boolean matches(
      List<Part> parts, List<String> names, BiPredicate<ComponentGlob, String> takes) {
    boolean[] reached = new boolean[names.size() + 1];
    reached[0] = true;
    for (Part part : parts) {
      if (part.any()) {
        for (int i = 1; i < reached.length; i++) {
          reached[i] |= reached[i - 1];
        }
      } else {
        for (int i = reached.length - 1; i > 0; i--) {
          reached[i] = reached[i - 1] && takes.test(part.glob(), names.get(i - 1));
        }
        reached[0] = false;
      }
    }
    return reached[names.size()];
  }
}
