package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Feedback;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.TestFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Reads a profile's members, from a file as from a snapshot: there is one form. */
final class ProfileDecoder {
  private ProfileDecoder() {}

  /**
   * Reads a profile.
   *
   * @param names how the examples of path rules are compared
   * @param line the line of a place in the profile
   * @throws ProfileException with all that is wrong
   */
  static Profile decode(String origin, Json.Obj json, NameRules names, ToIntFunction<String> line) {
    List<ProfileException.Problem> problems = new ArrayList<>();
    FieldReader fields =
        new FieldReader(
            json,
            "",
            (path, why) ->
                problems.add(new ProfileException.Problem(line.applyAsInt(path), path, why)));
    Profile profile = profile(fields, names);
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(ProfileException.Problem::line));
      throw new ProfileException(origin, problems);
    }
    return profile;
  }

  private static Profile profile(FieldReader f, NameRules names) {
    if (!f.string("formatVersion").equals(Profile.FORMAT_VERSION)) {
      f.problem(
          "formatVersion", "is \"%s\", the only form known here".formatted(Profile.FORMAT_VERSION));
    }
    Profile profile =
        new Profile(
            f.identifier("name"),
            f.sentence("description"),
            Set.copyOf(new HashSet<>(known(f, "syscalls", Profile.SYSCALLS))),
            paths(f, names),
            ProgramRuleDecoder.commands(f.object("commands")),
            LimitsDecoder.limits(f.object("limits")),
            PlanDecoder.plan(f.object("verification")),
            known(f, "gates", Profile.GATES).stream().distinct().toList(),
            f.has(Feedback.MEMBER) ? feedback(f.object(Feedback.MEMBER)) : Feedback.WHOLE);
    if (profile.gates().isEmpty()) {
      f.problem("gates", "names at least one gate: a run passes by gates alone");
    }
    f.done();
    return profile;
  }

  /** The path rules, and the one that {@code tests: held} stands for. */
  private static List<PathRule> paths(FieldReader f, NameRules names) {
    List<PathRule> rules = new ArrayList<>(PathRuleDecoder.paths(f, names));
    if (f.has("tests")) {
      if (!f.string("tests").equals("held")) {
        f.problem("tests", "is held, or is not there");
      }
      if (rules.stream().anyMatch(rule -> rule.id().equals(TestFiles.RULE))) {
        f.problem(
            "tests",
            "stands for a path rule of the id %s, and there is one".formatted(TestFiles.RULE));
      }
      rules.add(TestFiles.held());
    }
    return rules;
  }

  private static List<String> known(FieldReader f, String name, List<String> all) {
    return f.list(
        name,
        text -> {
          if (!all.contains(text)) {
            throw new IllegalArgumentException(text + " is none of " + all);
          }
          return text;
        });
  }

  private static Feedback feedback(FieldReader f) {
    Feedback feedback = new Feedback(f.bool("findings", true), f.bool("output", true));
    f.done();
    return feedback;
  }
}
