package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.Decision;
import dev.gatehouse.policy.decision.ChangeOrigin;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.policy.profile.PathRule;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.ProgramRule;
import dev.gatehouse.policy.profile.VerificationPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parents of a profile: reads them, and keeps the profile within them. */
final class Parents {
  private Parents() {}

  /** The parents that a file names and those that a snapshot holds. */
  static List<Profile> of(FieldReader f, ProfileForm form) {
    List<Profile> parents = new ArrayList<>();
    switch (form) {
      case ProfileForm.File file -> parents.addAll(named(f, file.lineage()));
      case ProfileForm.Snapshot snapshot -> {}
    }
    for (FieldReader fields : f.objects(Profile.PARENTS)) {
      parents.add(ProfileDecoder.profile(fields, new ProfileForm.Snapshot(form.names())));
    }
    if (parents.size() > Profile.MOST_PARENTS) {
      f.problem("extends", "names at most %s parents".formatted(Profile.MOST_PARENTS));
    }
    return parents.stream().distinct().limit(Profile.MOST_PARENTS).toList();
  }

  private static List<Profile> named(FieldReader f, ParentProfiles.Lineage lineage) {
    Set<String> seen = new TreeSet<>();
    return f.list(
        "extends",
        name -> {
          if (!seen.add(name)) {
            throw new IllegalArgumentException(name + " is there twice");
          }
          if (seen.size() > Profile.MOST_PARENTS) {
            throw new IllegalArgumentException("one parent too many");
          }
          try {
            return lineage.parent(name);
          } catch (ProfileException broken) {
            throw new IllegalArgumentException(
                "the parent %s does not load: %s".formatted(name, broken.problems().getFirst()),
                broken);
          }
        });
  }

  /** The smallest limits of the parents, or those that are usual without one. */
  static Limits limits(List<Profile> parents) {
    return parents.stream().map(Profile::limits).reduce(Limits::smaller).orElse(Limits.USUAL);
  }

  /** The profile within its parents, of which it has the gates and the plan as well. */
  static Profile bound(FieldReader f, Profile own, ProfileForm form) {
    Profile profile = own;
    for (Profile parent : own.parents()) {
      profile = within(f, profile, parent);
    }
    if (profile.depth() > Profile.MOST_DEPTH) {
      f.problem("extends", "more than %s parents behind each other".formatted(Profile.MOST_DEPTH));
    } else if (profile.lineage().size() - 1 > Profile.MOST_ANCESTORS) {
      f.problem("extends", "more than %s parents in all".formatted(Profile.MOST_ANCESTORS));
    } else {
      for (Profile parent : profile.parents()) {
        tryExamples(f, own, parent, new Policy(parent, form.names()));
      }
    }
    return profile;
  }

  private static Profile within(FieldReader f, Profile own, Profile parent) {
    Set<String> syscalls = new TreeSet<>(own.syscalls());
    syscalls.retainAll(parent.syscalls());
    Set<String> gates = new LinkedHashSet<>(own.gates());
    gates.addAll(parent.gates());
    return new Profile(
        own.name(),
        own.description(),
        syscalls,
        own.paths(),
        own.commands().boundedBy(parent.commands()),
        own.limits().smaller(parent.limits()),
        plan(f, own, parent),
        List.copyOf(gates),
        own.feedback().smaller(parent.feedback()),
        own.parents());
  }

  private static VerificationPlan plan(FieldReader f, Profile own, Profile parent) {
    try {
      return own.verification().boundedBy(parent.verification());
    } catch (IllegalArgumentException e) {
      f.problem(
          "verification", "the parent %s has another step of the same id".formatted(parent.name()));
      return own.verification();
    }
  }

  /** What a profile's own rule says that it allows, no parent may deny. */
  private static void tryExamples(FieldReader f, Profile own, Profile parent, Policy bound) {
    for (PathRule rule : own.paths()) {
      boolean allows =
          switch (rule.effect()) {
            case SCRATCH, WRITE -> rule.origin().isEmpty();
            case DENY, READONLY, PROTECT -> false;
          };
      if (allows) {
        rule.examples()
            .match()
            .forEach(path ->
                denied(bound.write(path, /* inBaseTree= */ false, ChangeOrigin.FILE).decision())
                    .ifPresent(why -> problem(f, "paths", rule.id(), path, parent, why)));
      }
    }
    for (ProgramRule rule : own.commands().programs()) {
      if (rule.allow() && rule.origin().isEmpty()) {
        rule.examples()
            .match()
            .forEach(argv ->
                denied(bound.command(new CommandRequest.Argv(argv)))
                    .ifPresent(why -> problem(f, "commands", rule.id(), argv, parent, why)));
      }
    }
  }

  private static Optional<Decision> denied(Decision decision) {
    return Optional.of(decision).filter(each -> each.outcome() == Decision.Outcome.DENY);
  }

  private static void problem(
      FieldReader f, String place, String rule, Object example, Profile parent, Decision why) {
    f.problem(
        place,
        "the rule %s allows %s, which the parent %s denies by its rule %s: %s"
            .formatted(rule, example, parent.name(), why.rule(), why.reason()));
  }
}
