package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.profile.CommandPolicy;
import dev.gatehouse.policy.profile.Feedback;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.TestFiles;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Reads a profile's members, from a file as from a snapshot: there is one form. */
final class ProfileDecoder {
  private ProfileDecoder() {}

  /**
   * Reads a profile.
   *
   * @param line the line of a place in the profile
   * @throws ProfileException with all that is wrong
   */
  static Profile decode(
      String origin, Json.Obj json, ProfileForm form, ToIntFunction<String> line) {
    return read(origin, json, line, fields -> profile(fields, form));
  }

  /**
   * Reads a document of any kind.
   *
   * @throws ProfileException with all that its reader noted
   */
  static <T> T read(
      String origin, Json.Obj json, ToIntFunction<String> line, Function<FieldReader, T> reader) {
    List<ProfileException.Problem> problems = new ArrayList<>();
    FieldReader fields =
        new FieldReader(
            json,
            "",
            (path, why) ->
                problems.add(new ProfileException.Problem(line.applyAsInt(path), path, why)));
    T result = reader.apply(fields);
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(ProfileException.Problem::line));
      throw new ProfileException(origin, problems);
    }
    return result;
  }

  /** Reads a profile's members; notes what is wrong. */
  static Profile profile(FieldReader f, ProfileForm form) {
    if (!f.string("formatVersion").equals(Profile.FORMAT_VERSION)) {
      f.problem(
          "formatVersion", "is \"%s\", the only form known here".formatted(Profile.FORMAT_VERSION));
    }
    List<Pack> packs =
        switch (form) {
          case ProfileForm.File file -> Pack.of(f);
          case ProfileForm.Snapshot snapshot -> List.of();
        };
    List<Profile> parents = Parents.of(f, form);
    boolean composes =
        switch (form) {
          case ProfileForm.File file -> f.hasSome("packs") || f.hasSome("extends");
          case ProfileForm.Snapshot snapshot -> false;
        };
    Profile own =
        new Profile(
            f.identifier("name"),
            f.sentence("description"),
            Set.copyOf(new HashSet<>(known(f, "syscalls", Profile.SYSCALLS, composes))),
            PackUnion.paths(f, paths(f, form), packs),
            commands(f, packs, composes),
            limits(f, parents, composes),
            plan(f, form, packs, composes),
            gates(f, parents, composes),
            f.has(Feedback.MEMBER) ? feedback(f.object(Feedback.MEMBER)) : Feedback.WHOLE,
            parents);
    Profile profile = Parents.bound(f, own, form);
    if (profile.gates().isEmpty()) {
      f.problem("gates", "names at least one gate: a run passes by gates alone");
    }
    f.done();
    return profile;
  }

  /** The path rules, and the one that {@code tests: held} stands for. */
  private static List<PathRule> paths(FieldReader f, ProfileForm form) {
    List<PathRule> rules = new ArrayList<>(PathRuleDecoder.paths(f, form));
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

  private static CommandPolicy commands(FieldReader f, List<Pack> packs, boolean composes) {
    CommandPolicy own =
        !composes || f.has("commands")
            ? ProgramRuleDecoder.commands(f.object("commands"))
            : CommandPolicy.USUAL;
    return own.with(PackUnion.programs(f, own.programs(), packs));
  }

  private static Limits limits(FieldReader f, List<Profile> parents, boolean composes) {
    return composes
        ? LimitsDecoder.limits(f.objectOrEmpty("limits"), Optional.of(Parents.limits(parents)))
        : LimitsDecoder.limits(f.object("limits"), Optional.empty());
  }

  private static VerificationPlan plan(
      FieldReader f, ProfileForm form, List<Pack> packs, boolean composes) {
    FieldReader fields = composes ? f.objectOrEmpty("verification") : f.object("verification");
    return PlanDecoder.plan(fields, form)
        .controlledBy(packs.stream().flatMap(pack -> pack.control().stream()).toList());
  }

  /** The gates; a profile with parents that leaves them out has those of the parents. */
  private static List<String> gates(FieldReader f, List<Profile> parents, boolean composes) {
    return composes && !f.has("gates") && !parents.isEmpty()
        ? List.of()
        : known(f, "gates", Profile.GATES, composes).stream().distinct().toList();
  }

  /** A list of words of a closed set; a profile that composes and leaves it out has them all. */
  private static List<String> known(
      FieldReader f, String name, List<String> all, boolean composes) {
    if (!f.has(name) && composes) {
      return all;
    }
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
