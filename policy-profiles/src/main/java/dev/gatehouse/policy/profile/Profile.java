package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A policy profile: everything that decides in a run. Its canonical JSON is the policy snapshot of
 * a run folder.
 *
 * @param name an {@link Identifier}
 * @param description one or two sentences for a person
 * @param syscalls the syscalls that it opens, of {@link #SYSCALLS}
 * @param paths rules over paths; where none takes a path, it is denied
 * @param commands rules over commands
 * @param limits the bounds of a run and its commands
 * @param verification how the result is judged
 * @param gates the gates that must pass, of {@link #GATES}; not empty
 * @param feedback what an agent is shown of the judgement of its run
 * @param parents profiles that bound this one: a path or command is decided by the strictest of its
 *     own rules and each parent, and by the parents alone where no rule of its own takes it; the
 *     other members are within theirs already
 */
public record Profile(
    String name,
    String description,
    Set<String> syscalls,
    List<PathRule> paths,
    CommandPolicy commands,
    Limits limits,
    VerificationPlan verification,
    List<String> gates,
    Feedback feedback,
    List<Profile> parents) {
  /** The form of a profile that is written and read. */
  public static final String FORMAT_VERSION = "1";

  /** Every syscall that a profile can open. */
  public static final List<String> SYSCALLS =
      List.of("approval.wait", "dir.list", "exec.run", "file.delete", "file.read", "file.write");

  /** Every gate that a profile can name, in the order of their names. */
  public static final List<String> GATES =
      List.of(
          "commands",
          "evidence-complete",
          "isolation",
          "mediated-changes",
          "policy-pinned",
          "protected-paths",
          "verification");

  /** Parents of one profile, at most. */
  public static final int MOST_PARENTS = 4;

  /** Parents of parents and so on, at most so many behind each other. */
  public static final int MOST_DEPTH = 4;

  /** Parents, their parents and so on, at most so many in all. */
  public static final int MOST_ANCESTORS = 16;

  /** The member of a snapshot with the parents. */
  public static final String PARENTS = "parents";

  /** A profile without parents, whose agents are shown the whole judgement. */
  public Profile(
      String name,
      String description,
      Set<String> syscalls,
      List<PathRule> paths,
      CommandPolicy commands,
      Limits limits,
      VerificationPlan verification,
      List<String> gates) {
    this(
        name,
        description,
        syscalls,
        paths,
        commands,
        limits,
        verification,
        gates,
        Feedback.WHOLE,
        List.of());
  }

  public Profile {
    syscalls = Collections.unmodifiableSet(new TreeSet<>(syscalls));
    paths = List.copyOf(paths);
    gates = List.copyOf(gates);
    parents = List.copyOf(parents);
  }

  /**
   * A derived profile: one without rules of its own that this one bounds, with these steps after
   * those of its plan. Where this one has no rules of its own either, its parents are the parents.
   *
   * @param derivedName the new profile's name
   * @throws IllegalArgumentException if the name is not an identifier, a step's id is there twice
   *     or the new profile has too many ancestors
   */
  public Profile withSteps(String derivedName, List<VerificationStep> steps) {
    boolean hasRules = !paths.isEmpty() || !commands.programs().isEmpty();
    if (hasRules && (depth() == MOST_DEPTH || lineage().size() > MOST_ANCESTORS)) {
      throw new IllegalArgumentException(
          "the base has parents %s behind each other, and %s in all; at most are %s and %s"
              .formatted(depth(), lineage().size() - 1, MOST_DEPTH, MOST_ANCESTORS));
    }
    return new Profile(
        new Identifier(derivedName).text(),
        description,
        syscalls,
        List.of(),
        commands.with(List.of()),
        limits,
        verification.plus(steps),
        gates,
        feedback,
        hasRules || parents.isEmpty() ? List.of(this) : parents);
  }

  /** This profile, then its parents and theirs; one that is a parent twice is there twice. */
  public List<Profile> lineage() {
    List<Profile> all = new ArrayList<>(List.of(this));
    parents.forEach(parent -> all.addAll(parent.lineage()));
    return all;
  }

  /** How many parents are behind each other, at most; 0 without a parent. */
  public int depth() {
    return parents.stream().mapToInt(parent -> parent.depth() + 1).max().orElse(0);
  }

  /** The rules over paths of the whole {@link #lineage()}, each once. */
  public List<PathRule> allPaths() {
    return lineage().stream().flatMap(profile -> profile.paths().stream()).distinct().toList();
  }

  /** The rules over commands of the whole {@link #lineage()}, each once. */
  public List<ProgramRule> allPrograms() {
    return lineage().stream()
        .flatMap(profile -> profile.commands().programs().stream())
        .distinct()
        .toList();
  }

  /**
   * The same profile, under which each change of a file with tests waits for an operator.
   *
   * @throws IllegalArgumentException if it has another rule of that id
   */
  public Profile holdingTests() {
    PathRule held = TestFiles.held();
    if (allPaths().contains(held)) {
      return this;
    }
    List<PathRule> rules = new ArrayList<>(paths);
    if (allPaths().stream().anyMatch(rule -> rule.id().equals(held.id()))) {
      throw new IllegalArgumentException(
          "the profile has another path rule of the id " + held.id());
    }
    rules.add(held);
    return new Profile(
        name,
        description,
        syscalls,
        rules,
        commands,
        limits,
        verification,
        gates,
        feedback,
        parents);
  }

  /** Digest of the policy snapshot that this profile makes. */
  public Digest sha256() {
    return Digest.of(toJson().canonical());
  }

  /**
   * All members: what a run folder keeps as its policy snapshot. {@code feedback} is there only
   * where it is not {@link Feedback#WHOLE}, and {@code parents} only where there are some, so that
   * other snapshots keep their digests.
   */
  public Json.Obj toJson() {
    Json.Builder json =
        Json.object()
            .put("formatVersion", FORMAT_VERSION)
            .put("name", name)
            .put("description", description)
            .put("syscalls", Json.Arr.ofStrings(List.copyOf(syscalls)))
            .put("paths", new Json.Arr(paths.stream().<Json>map(PathRule::toJson).toList()))
            .put("commands", commands.toJson())
            .put("limits", limits.toJson())
            .put("verification", verification.toJson())
            .put("gates", Json.Arr.ofStrings(gates));
    if (!feedback.equals(Feedback.WHOLE)) {
      json.put(Feedback.MEMBER, feedback.toJson());
    }
    if (!parents.isEmpty()) {
      json.put(PARENTS, new Json.Arr(parents.stream().<Json>map(Profile::toJson).toList()));
    }
    return json.build();
  }
}
