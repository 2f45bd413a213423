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
    Feedback feedback) {
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

  /** A profile whose agents are shown the whole judgement. */
  public Profile(
      String name,
      String description,
      Set<String> syscalls,
      List<PathRule> paths,
      CommandPolicy commands,
      Limits limits,
      VerificationPlan verification,
      List<String> gates) {
    this(name, description, syscalls, paths, commands, limits, verification, gates, Feedback.WHOLE);
  }

  public Profile {
    syscalls = Collections.unmodifiableSet(new TreeSet<>(syscalls));
    paths = List.copyOf(paths);
    gates = List.copyOf(gates);
  }

  /**
   * A derived profile: this one, with these steps after those of its plan.
   *
   * @param derivedName the new profile's name
   * @throws IllegalArgumentException if the name is not an identifier or a step's id is there twice
   */
  public Profile withSteps(String derivedName, List<VerificationStep> steps) {
    return new Profile(
        new Identifier(derivedName).text(),
        description,
        syscalls,
        paths,
        commands,
        limits,
        verification.plus(steps),
        gates,
        feedback);
  }

  /**
   * The same profile, under which each change of a file with tests waits for an operator.
   *
   * @throws IllegalArgumentException if it has another rule of that id
   */
  public Profile holdingTests() {
    List<PathRule> rules = new ArrayList<>(paths);
    PathRule held = TestFiles.held();
    rules.removeIf(held::equals);
    if (rules.stream().anyMatch(rule -> rule.id().equals(held.id()))) {
      throw new IllegalArgumentException(
          "the profile has another path rule of the id " + held.id());
    }
    rules.add(held);
    return new Profile(
        name, description, syscalls, rules, commands, limits, verification, gates, feedback);
  }

  /** Digest of the policy snapshot that this profile makes. */
  public Digest sha256() {
    return Digest.of(toJson().canonical());
  }

  /**
   * All members: what a run folder keeps as its policy snapshot. {@code feedback} is there only
   * where it is not {@link Feedback#WHOLE}, so that other snapshots keep their digests.
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
    return json.build();
  }
}
