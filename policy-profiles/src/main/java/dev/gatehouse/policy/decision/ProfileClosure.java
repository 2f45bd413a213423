package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.policy.closure.BaseClosure;
import dev.gatehouse.policy.closure.base.Guards;
import dev.gatehouse.policy.closure.command.PlannedCommand;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.path.PatternSet;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What a profile takes of one base beside what its patterns name. */
public final class ProfileClosure implements Guards {
  private final List<CompiledRule> rules;
  private final PatternSet control;
  private final PathPolicy paths;
  private final NameRules names;

  private ProfileClosure(Profile profile, NameRules names) {
    this.rules =
        profile.allPaths().stream()
            .filter(rule -> rule.effect().isFolded())
            .map(rule -> new CompiledRule(rule, names))
            .toList();
    this.control = PatternSet.folded(profile.verification().control(), names);
    this.paths = new PathPolicy(profile, names);
    this.names = names;
  }

  /**
   * Computes the closure of a base. A plan without control patterns has the result judge itself:
   * what its steps name is not followed.
   *
   * @param contents contents of the base's files and links
   * @throws dev.gatehouse.policy.error.ClosureException if it is larger than a closure may be
   */
  public static BaseClosure of(
      Profile profile, NameRules names, Tree base, Function<FileVersion, byte[]> contents) {
    VerificationPlan plan = profile.verification();
    List<PlannedCommand> steps =
        plan.control().isEmpty()
            ? List.of()
            : plan.steps().stream()
                .map(step -> new PlannedCommand(step.id(), step.processArgv(), step.env()))
                .toList();
    return BaseClosure.of(base, contents, new ProfileClosure(profile, names), steps);
  }

  @Override
  public Set<String> takers(TreePath path) {
    PathNames own = PathNames.of(path, names);
    Set<String> takers = new TreeSet<>();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).takes(own)) {
        // Parents may have another rule of the same id.
        takers.add(String.valueOf(i));
      }
    }
    if (control.matches(own)) {
      takers.add(CONTROL);
    }
    return takers;
  }

  @Override
  public boolean controls(TreePath path) {
    return control.matches(PathNames.of(path, names));
  }

  @Override
  public boolean hides(TreePath path) {
    return paths.hides(PathNames.of(path, names));
  }
}
