package dev.gatehouse.policy.closure.make;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.shell.Globs;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Follows targets to what they are made from, and to the commands that make them. */
final class MakeTargets {
  /** As many rules of patterns may follow each other. */
  private static final int MAX_CHAIN = 4;

  private final NamedPaths named;
  private final MakeVariables variables;
  private final Invocation call;
  private final List<MakeRule> rules;
  private final Map<String, List<MakeRule>> byTarget = new HashMap<>();
  private final List<MakeRule> ofPatterns = new ArrayList<>();
  private final Set<String> searched;
  private final BiConsumer<MakeRule, Map<String, String>> recipe;
  private final Map<Target, Set<Integer>> seen = new HashMap<>();
  private final ArrayDeque<Chained> queue = new ArrayDeque<>();
  private final Set<String> phony = new HashSet<>();

  /**
   * What make looks at.
   *
   * @param name as the makefile writes it
   * @param makesMakefile whether a makefile is made from it
   */
  private record Target(String name, boolean isGoal, boolean makesMakefile) {}

  /**
   * A target, and the rules of patterns that led to it without a break: make uses each of them once
   * in such a chain.
   */
  private record Chained(Target target, Set<Integer> used) {}

  MakeTargets(
      NamedPaths named,
      MakeVariables variables,
      Invocation call,
      List<MakeRule> rules,
      Set<String> searched,
      BiConsumer<MakeRule, Map<String, String>> recipe) {
    this.named = named;
    this.variables = variables;
    this.call = call;
    this.rules = rules;
    this.searched = searched;
    this.recipe = recipe;
    for (MakeRule rule : rules) {
      rule.targets()
          .forEach(name -> byTarget.computeIfAbsent(name, each -> new ArrayList<>()).add(rule));
      // One without a recipe only says that such a rule of make's own does not count.
      if (rule.stems().isEmpty()
          && rule.targets().stream().anyMatch(MakeTargets::isPattern)
          && !rule.statement().recipe().isEmpty()) {
        ofPatterns.add(rule);
      }
      ofPatterns.addAll(rule.ofSuffixes());
    }
  }

  void follow(Set<String> makefiles, Provenance because) {
    boolean isUnknown = false;
    for (MakeRule rule : rules) {
      isUnknown |= !rule.isKnown();
      if (rule.targets().contains(".PHONY")) {
        phony.addAll(rule.sources());
      }
    }
    makefiles.forEach(name -> push(new Target(name, false, true), Set.of(), because));
    goals(because).forEach(name -> push(new Target(name, true, false), Set.of(), because));
    while (!queue.isEmpty()) {
      named.count(0);
      target(queue.removeFirst(), because);
    }
    if (isUnknown) {
      rules.forEach(rule -> recipe.accept(rule, Map.of()));
    }
  }

  private Set<String> goals(Provenance because) {
    Set<String> goals = new LinkedHashSet<>();
    for (String goal : call.goals()) {
      if (Shell.isLiteral(goal)) {
        goals.add(goal);
      } else {
        named.computed(because, "make " + goal);
      }
    }
    if (goals.isEmpty()) {
      goals.addAll(MakeRule.words("$(.DEFAULT_GOAL)", variables));
      rules.stream()
          .flatMap(rule -> rule.targets().stream())
          .filter(name -> !isPattern(name) && Shell.isLiteral(name))
          .filter(name -> !name.startsWith(".") || name.indexOf('/') >= 0)
          .findFirst()
          .ifPresent(goals::add);
    }
    return goals;
  }

  /** Has a target looked at, again where it is reached by a chain with fewer rules. */
  private void push(Target reached, Set<Integer> used, Provenance because) {
    String name = reached.name().replace(ShellText.GLOB, '*');
    if (!Shell.isLiteral(name)) {
      if (!name.isEmpty() && !reached.makesMakefile()) {
        named.computed(because, "make " + name);
      }
      return;
    }
    Target target = new Target(name, reached.isGoal(), reached.makesMakefile());
    Set<Integer> former = seen.get(target);
    Set<Integer> both = new HashSet<>(used);
    if (former != null) {
      both.retainAll(former);
    }
    if (former == null || both.size() < former.size()) {
      seen.put(target, both);
      queue.add(new Chained(target, both));
    }
  }

  private void target(Chained chained, Provenance outer) {
    Target target = chained.target();
    String name = target.name();
    boolean isExplicit = false;
    boolean hasRecipe = false;
    List<MakeRule> own = byTarget.getOrDefault(name, List.of());
    List<MakeRule> all = new ArrayList<>(own);
    all.addAll(ofPatterns);
    for (int i = 0; i < all.size(); i++) {
      MakeRule rule = all.get(i);
      named.count(0);
      Optional<String> stem = rule.stem(name);
      int number = i - own.size();
      boolean isImplicit = number >= 0 && !rule.targets().contains(name);
      boolean isUsed = chained.used().contains(number) || chained.used().size() >= MAX_CHAIN;
      if (stem.isEmpty() || (isImplicit && isUsed)) {
        continue;
      }
      Set<Integer> used = isImplicit ? with(chained.used(), number) : Set.of();
      isExplicit |= rule.targets().contains(name);
      hasRecipe |= rule.hasRecipe();
      List<String> sources = rule.sources(stem.get());
      for (String source : sources) {
        if (target.makesMakefile()) {
          take(source, Reach.PATH, rule.because().says(name + " is made from " + source));
        }
        push(new Target(source, false, target.makesMakefile()), used, rule.because());
      }
      recipe.accept(rule, ofRule(name, stem.get(), sources));
    }
    if (!isExplicit && !hasRecipe) {
      for (MakeRule rule : byTarget.getOrDefault(".DEFAULT", List.of())) {
        recipe.accept(rule, ofRule(name, "", List.of()));
      }
    }
    Provenance because = outer.says("make " + name);
    if (Globs.of(name).indexOf(ShellText.GLOB) >= 0) {
      ofPattern(target, hasRecipe, because);
      return;
    }
    boolean isPhony = phony.contains(name);
    boolean isThere = place(name).filter(named.base()::isFile).isPresent();
    boolean isDirectory = place(name).filter(named.base()::isDirectory).isPresent();
    boolean stops = target.isGoal() || (!target.makesMakefile() && !isThere);
    if (stops) {
      take(name, isPhony || isDirectory ? Reach.PATH : Reach.BELOW, because);
    }
    boolean isMade = !hasRecipe && !isPhony;
    boolean steers = target.makesMakefile() || place(name).filter(named::steers).isPresent();
    if (isMade && (target.isGoal() ? !isExplicit && !isBuilt(name) : steers)) {
      take(name, Reach.SOURCES, because);
    }
  }

  /** Targets that are made from what a pattern finds; where it finds them, they are product. */
  private void ofPattern(Target target, boolean hasRecipe, Provenance because) {
    if (target.makesMakefile()) {
      return;
    }
    String pattern = Globs.of(target.name());
    int begin = pattern.lastIndexOf('/', pattern.indexOf(ShellText.GLOB)) + 1;
    boolean isThere =
        named.place(call.directory(), pattern.substring(0, begin) + ".").stream()
            .flatMap(directory -> named.base().entries(directory.latin1()).stream())
            .anyMatch(entry -> Globs.matches(pattern.substring(begin), entry));
    if (!isThere) {
      take(pattern, Reach.PATH, because);
    } else if (hasRecipe) {
      named.computed(because, "make " + target.name());
    }
  }

  private static Set<Integer> with(Set<Integer> used, int rule) {
    Set<Integer> more = new HashSet<>(used);
    more.add(rule);
    return more;
  }

  private static boolean isPattern(String name) {
    return name.indexOf('%') >= 0;
  }

  /** Whether the base has what make would build the target from: product code then. */
  private boolean isBuilt(String name) {
    return Remakes.SUFFIXES.stream()
        .anyMatch(suffix -> place(name + suffix).filter(named.base()::isFile).isPresent());
  }

  private void take(String name, Reach reach, Provenance because) {
    named.name(call.directory(), Globs.of(name), reach, because);
    if (!name.startsWith("/")) {
      searched.forEach(directory -> named.name(directory, Globs.of(name), reach, because));
    }
  }

  private Optional<TreePath> place(String name) {
    return named.place(call.directory(), name).filter(path -> !path.latin1().isEmpty());
  }

  private Map<String, String> ofRule(String name, String stem, List<String> sources) {
    Map<String, String> values = new TreeMap<>();
    values.put("@", name);
    values.put("*", stem);
    if (MakeRule.areKnown(sources)) {
      values.put("<", sources.isEmpty() ? "" : sources.getFirst());
      values.put("^", String.join(" ", sources));
      values.put("+", String.join(" ", sources));
    }
    return values;
  }
}
