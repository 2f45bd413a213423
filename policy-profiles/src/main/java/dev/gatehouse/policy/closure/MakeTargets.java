package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.MakeReader.Invocation;
import dev.gatehouse.policy.closure.NamedPaths.Because;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
  }

  void follow(Set<String> makefiles, Because because) {
    boolean isUnknown = false;
    for (MakeRule rule : rules) {
      isUnknown |= !areLiteral(targets(rule)) || !areLiteral(prerequisites(rule));
      if (targets(rule).contains(".PHONY")) {
        phony.addAll(prerequisites(rule));
      }
    }
    makefiles.forEach(name -> push(new Target(name, false, true)));
    goals(because).forEach(name -> push(new Target(name, true, false)));
    while (!queue.isEmpty()) {
      named.countCommand();
      target(queue.removeFirst(), because);
    }
    if (isUnknown) {
      rules.forEach(rule -> recipe.accept(rule, Map.of()));
    }
  }

  private Set<String> goals(Because because) {
    Set<String> goals = new LinkedHashSet<>();
    for (String goal : call.goals()) {
      if (CommandReader.isLiteral(goal)) {
        goals.add(goal);
      } else {
        named.computed(because, "make " + goal);
      }
    }
    if (goals.isEmpty()) {
      goals.addAll(words(List.of("$(.DEFAULT_GOAL)")));
      rules.stream()
          .flatMap(rule -> targets(rule).stream())
          .filter(name -> name.indexOf('%') < 0 && CommandReader.isLiteral(name))
          .filter(name -> !name.startsWith(".") || name.indexOf('/') >= 0)
          .findFirst()
          .ifPresent(goals::add);
    }
    return goals;
  }

  private void push(Target target) {
    if (CommandReader.isLiteral(target.name()) && seen.add(target)) {
      queue.add(target);
    }
  }

  private void target(Target target, Because outer) {
    String name = target.name();
    boolean isExplicit = false;
    boolean hasRecipe = false;
    for (MakeRule rule : rules) {
      Optional<String> stem = stem(rule, name);
      if (stem.isEmpty()) {
        continue;
      }
      isExplicit |= targets(rule).contains(name);
      hasRecipe |= rule.hasRecipe();
      List<String> sources = prerequisites(rule, stem.get());
      for (String source : sources) {
        if (target.makesMakefile()) {
          take(source, Reach.PATH, rule.because().says(name + " is made from " + source));
        }
        push(new Target(source, false, target.makesMakefile()));
      }
      recipe.accept(rule, ofRule(name, stem.get(), sources));
    }
    Because because = outer.says("make " + name);
    boolean isPhony = phony.contains(name);
    boolean isThere = place(name).filter(named.base()::isFile).isPresent();
    boolean isDirectory = place(name).filter(named.base()::isDirectory).isPresent();
    boolean stops = target.isGoal() || (isExplicit && !target.makesMakefile() && !isThere);
    if (stops) {
      take(name, isPhony || isDirectory ? Reach.PATH : Reach.BELOW, because);
    }
    boolean isMade = !hasRecipe && !isPhony;
    boolean steers = target.makesMakefile() || place(name).filter(named::steers).isPresent();
    if (isMade && (target.isGoal() ? !isExplicit && !isBuilt(name) : steers)) {
      take(name, Reach.SOURCES, because);
    }
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
    if (areLiteral(sources)) {
      values.put("<", sources.isEmpty() ? "" : sources.getFirst());
      values.put("^", String.join(" ", sources));
      values.put("+", String.join(" ", sources));
    }
    return values;
  }

  /** What the pattern of the rule's target stands for; nothing if it is of other targets. */
  private Optional<String> stem(MakeRule rule, String name) {
    List<String> targets = targets(rule);
    String text = rule.statement().prerequisites();
    int colon = text.indexOf(':');
    if (colon >= 0) {
      return targets.contains(name)
          ? words(List.of(text.substring(0, colon))).stream()
              .flatMap(pattern -> MakeRule.stem(pattern, name).stream())
              .findFirst()
              .or(() -> Optional.of(""))
          : Optional.empty();
    }
    return targets.stream().flatMap(pattern -> MakeRule.stem(pattern, name).stream()).findFirst();
  }

  private List<String> targets(MakeRule rule) {
    return words(List.of(rule.statement().targets()));
  }

  private List<String> prerequisites(MakeRule rule) {
    String text = rule.statement().prerequisites();
    return words(List.of(text.substring(text.indexOf(':') + 1)));
  }

  private List<String> prerequisites(MakeRule rule, String stem) {
    List<String> names = new ArrayList<>();
    for (String name : prerequisites(rule)) {
      names.add(name.replace("%", stem));
    }
    return names;
  }

  private List<String> words(List<String> texts) {
    Set<String> words = new LinkedHashSet<>();
    for (String text : texts) {
      for (String expanded : variables.expanded(text)) {
        for (String word : expanded.strip().split("[ \t\n|]+")) {
          if (!word.isEmpty()) {
            words.add(word);
          }
        }
      }
    }
    return List.copyOf(words);
  }

  private static boolean areLiteral(List<String> words) {
    return words.stream().allMatch(CommandReader::isLiteral);
  }
}
