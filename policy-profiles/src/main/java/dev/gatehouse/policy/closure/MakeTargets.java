package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.MakeReader.Invocation;
import dev.gatehouse.policy.closure.NamedPaths.Because;
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
  private final NamedPaths named;
  private final MakeVariables variables;
  private final Invocation call;
  private final List<MakeRule> rules;
  private final Map<String, List<MakeRule>> byTarget = new HashMap<>();
  private final List<MakeRule> ofPatterns = new ArrayList<>();
  private final Set<String> searched;
  private final BiConsumer<MakeRule, Map<String, String>> recipe;
  private final Set<Target> seen = new HashSet<>();
  private final ArrayDeque<Target> queue = new ArrayDeque<>();
  private final Set<String> phony = new HashSet<>();

  /**
   * What make looks at.
   *
   * @param name as the makefile writes it
   * @param makesMakefile whether a makefile is made from it
   */
  private record Target(String name, boolean isGoal, boolean makesMakefile) {}

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
      if (rule.stems().isEmpty() && rule.targets().stream().anyMatch(MakeTargets::isPattern)) {
        ofPatterns.add(rule);
      }
    }
  }

  void follow(Set<String> makefiles, Because because) {
    boolean isUnknown = false;
    for (MakeRule rule : rules) {
      isUnknown |= !rule.isKnown();
      if (rule.targets().contains(".PHONY")) {
        phony.addAll(rule.sources());
      }
    }
    makefiles.forEach(name -> push(new Target(name, false, true)));
    goals(because).forEach(name -> push(new Target(name, true, false)));
    while (!queue.isEmpty()) {
      named.count(0);
      target(queue.removeFirst(), because);
    }
    if (isUnknown) {
      rules.forEach(rule -> recipe.accept(rule, Map.of()));
    }
  }

  private Set<String> goals(Because because) {
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

  private void push(Target target) {
    if (Shell.isLiteral(target.name()) && seen.add(target)) {
      queue.add(target);
    }
  }

  private void target(Target target, Because outer) {
    String name = target.name();
    boolean isExplicit = false;
    boolean hasRecipe = false;
    List<MakeRule> all = new ArrayList<>(byTarget.getOrDefault(name, List.of()));
    all.addAll(ofPatterns);
    for (MakeRule rule : all) {
      named.count(0);
      Optional<String> stem = rule.stem(name);
      if (stem.isEmpty()) {
        continue;
      }
      isExplicit |= rule.targets().contains(name);
      hasRecipe |= rule.hasRecipe();
      List<String> sources = rule.sources(stem.get());
      for (String source : sources) {
        if (target.makesMakefile()) {
          take(source, Reach.PATH, rule.because().says(name + " is made from " + source));
        }
        push(new Target(source, false, target.makesMakefile()));
      }
      recipe.accept(rule, ofRule(name, stem.get(), sources));
    }
    if (!isExplicit && !hasRecipe) {
      for (MakeRule rule : byTarget.getOrDefault(".DEFAULT", List.of())) {
        recipe.accept(rule, ofRule(name, "", List.of()));
      }
    }
    Because because = outer.says("make " + name);
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

  private static boolean isPattern(String name) {
    return name.indexOf('%') >= 0;
  }

  /** Whether the base has what make would build the target from: product code then. */
  private boolean isBuilt(String name) {
    return Remakes.SUFFIXES.stream()
        .anyMatch(suffix -> place(name + suffix).filter(named.base()::isFile).isPresent());
  }

  private void take(String name, Reach reach, Because because) {
    named.name(call.directory(), name, reach, because);
    if (!name.startsWith("/")) {
      searched.forEach(directory -> named.name(directory, name, reach, because));
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
