package dev.gatehouse.cli.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.Counted;
import dev.gatehouse.evidence.CommandDecision;
import dev.gatehouse.evidence.Decision;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.gates.decision.RecordedDecision;
import dev.gatehouse.gates.decision.RunDecisions;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.decision.Question;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.load.ProfileLoader;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.policy.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The narrowest profile under which runs would have been decided as they were: the runs' own, with
 * the syscalls that were used and the rules for programs that were needed.
 */
public final class Suggestion {
  private static final String COMMANDS = "commands";
  private static final String PROGRAMS = "programs";
  private static final String SHELL = "shell";
  private static final String MODE = "mode";

  /** What may happen to shell strings, the narrower first. */
  private static final List<String> SHELL_MODES = List.of("forbidden", "read", "contained");

  private final List<RunDecisions> runs;
  private final Json.Obj own;
  private final List<String> reasons = new ArrayList<>();
  private final Map<String, String> comments = new TreeMap<>();
  private Json.Obj profile;

  private Suggestion(List<RunDecisions> runs, String name) {
    this.runs = runs;
    this.own = runs.getFirst().policy().profile().toJson();
    this.profile =
        with(
            with(own, "name", new Json.Str(name)),
            "description",
            new Json.Str(
                "Proposed from %s under %s: what they did, and no more."
                    .formatted(Counted.of(runs.size(), "run"), own.string("name"))));
  }

  /**
   * Proposes a profile as a file of YAML with comments; it loads, and decides every call of the
   * runs as it was decided.
   *
   * @param runs at least one, all under one profile, with nothing that cannot be decided again
   * @param name what the profile is called
   * @param paths whether places that no run changed become read only
   * @throws CliException SUGGESTION_FAILED where the proposal would decide something otherwise
   */
  public static String yaml(List<RunDecisions> runs, String name, boolean paths) {
    Suggestion suggestion = new Suggestion(runs, name);
    suggestion.syscalls();
    suggestion.shell();
    suggestion.programs();
    if (paths) {
      suggestion.paths();
    }
    suggestion.countPaths();
    return suggestion.written();
  }

  private List<RecordedDecision> decisions() {
    return runs.stream().flatMap(run -> run.decisions().stream()).toList();
  }

  private void syscalls() {
    Set<String> used = new TreeSet<>();
    decisions().stream()
        .filter(each -> each.decision().outcome() != Decision.Outcome.DENY)
        .forEach(each -> used.add(each.op()));
    List<String> kept = own.strings("syscalls").stream().filter(used::contains).toList();
    List<String> dropped =
        own.strings("syscalls").stream().filter(each -> !used.contains(each)).toList();
    reasons.add("syscalls that were not used: " + listed(dropped));
    profile = with(profile, "syscalls", Json.Arr.ofStrings(kept));
  }

  /** Rules that deny stay: without one, a rule that allows could take its place. */
  private void programs() {
    Map<String, Json.Obj> rules = new LinkedHashMap<>();
    own.object(COMMANDS).objects(PROGRAMS).forEach(rule -> rules.put(rule.string("id"), rule));
    Map<String, Long> named = new TreeMap<>();
    decisions().stream()
        .filter(each -> each.question() instanceof Question.Command)
        .flatMap(each -> rules(each.decision()))
        .forEach(id -> named.merge(id, 1L, Long::sum));
    Set<String> kept = new TreeSet<>(rules.keySet());
    kept.removeIf(id -> allows(rules.get(id)) && !named.containsKey(id));
    if (changed(withPrograms(rules, kept)) > 0) {
      kept.addAll(rules.keySet());
    }
    for (String id : rules.keySet()) {
      if (kept.contains(id) && !allows(rules.get(id))) {
        comment(id, "denies; decided " + calls(named.getOrDefault(id, 0L)));
      } else if (kept.contains(id)) {
        Set<String> without = new TreeSet<>(kept);
        without.remove(id);
        if (changed(withPrograms(rules, without)) == 0) {
          kept = without;
        }
      }
    }
    for (String id : kept) {
      if (allows(rules.get(id))) {
        Set<String> without = new TreeSet<>(kept);
        without.remove(id);
        comment(id, "needed by " + calls(changed(withPrograms(rules, without))));
      }
    }
    List<String> dropped = new ArrayList<>(rules.keySet());
    dropped.removeAll(kept);
    reasons.add("command rules that no allowed call needed: " + listed(dropped));
    profile = withPrograms(rules, kept);
  }

  /** The rule that decided a call, and those of the commands that it could start. */
  private static Stream<String> rules(Decision decision) {
    return Stream.concat(
            Stream.of(decision.rule()), decision.commands().stream().map(CommandDecision::rule))
        .distinct();
  }

  private void comment(String id, String text) {
    comments.put(ProfileYaml.place(RuleChange.Listed.COMMAND_RULE.place(), id), text);
  }

  private static boolean allows(Json.@Nullable Obj rule) {
    return rule != null && (!rule.has("allow") || rule.bool("allow"));
  }

  private Json.Obj withPrograms(Map<String, Json.Obj> rules, Set<String> kept) {
    List<Json> programs = new ArrayList<>();
    rules.forEach((id, rule) -> {
      if (kept.contains(id)) {
        programs.add(rule);
      }
    });
    return with(
        profile, COMMANDS, with(profile.object(COMMANDS), PROGRAMS, new Json.Arr(programs)));
  }

  /** Comes before the rules, since a narrower mode can need more of them. */
  private void shell() {
    long strings =
        decisions().stream()
            .filter(each ->
                each.question() instanceof Question.Command command
                    && command.request() instanceof CommandRequest.Shell
                    && each.decision().outcome() == Decision.Outcome.ALLOW)
            .count();
    String shell = own.object(COMMANDS).string(SHELL);
    List<String> narrowerModes = SHELL_MODES.subList(0, SHELL_MODES.indexOf(shell));
    if (narrowerModes.isEmpty()) {
      return;
    }
    for (String narrower : narrowerModes) {
      Json.Obj commands = with(own.object(COMMANDS), SHELL, new Json.Str(narrower));
      for (Json.Obj other : List.of(with(commands, MODE, new Json.Str("allowlist")), commands)) {
        Json.Obj candidate = with(profile, COMMANDS, other);
        if (loaded(candidate).isPresent() && changed(candidate) == 0) {
          profile = candidate;
          mode(other);
          reasons.add("shell strings: %s instead of %s".formatted(narrower, shell));
          return;
        }
      }
    }
    reasons.add(
        "shell strings: still %s, since %s allowed"
            .formatted(shell, Counted.of(strings, "call was", "calls were")));
  }

  private void mode(Json.Obj commands) {
    Optional<String> before = own.object(COMMANDS).optionalString(MODE);
    commands
        .optionalString(MODE)
        .filter(after -> !before.equals(Optional.of(after)))
        .ifPresent(after ->
            reasons.add(
                "command mode: "
                    + after
                    + before.map(" instead of "::concat).orElse("; the profile stated none")));
  }

  private void paths() {
    Json.Obj rule = NarrowedPaths.rule(decisions());
    profile = with(profile, "paths", NarrowedPaths.with(rule, own.objects("paths")));
    reasons.add("read only: everything outside the places that were changed");
  }

  private void countPaths() {
    Map<String, Long> uses = new TreeMap<>();
    decisions().stream()
        .filter(each -> !(each.question() instanceof Question.Command))
        .forEach(each -> uses.merge(each.decision().rule(), 1L, Long::sum));
    for (Json.Obj rule : own.objects("paths")) {
      String id = rule.string("id");
      comments.put(
          ProfileYaml.place(RuleChange.Listed.PATH_RULE.place(), id),
          "decided " + Counted.of(uses.getOrDefault(id, 0L), "recorded path"));
    }
  }

  /** How many recorded calls a profile that differs in commands alone decides otherwise. */
  private long changed(Json.Obj candidate) {
    Profile loaded = loaded(candidate).orElseThrow();
    long changed = 0;
    for (RunDecisions run : runs) {
      Policy policy = run.narrowed(loaded);
      changed +=
          ReplayedRun.calls(run, policy).stream().filter(ReplayedRun.Replayed::differs).count();
    }
    return changed;
  }

  private static Optional<Profile> loaded(Json.Obj candidate) {
    try {
      return Optional.of(ProfileLoader.fromSnapshot(candidate));
    } catch (ProfileException e) {
      return Optional.empty();
    }
  }

  private String written() {
    List<String> head = new ArrayList<>();
    head.add(
        "Proposed from what %s did under the profile %s:"
            .formatted(Counted.of(runs.size(), "run"), own.string("name")));
    runs.forEach(run -> head.add("  " + run.run().runId()));
    head.add("Left out, or narrower than there:");
    reasons.forEach(reason -> head.add("  " + reason));
    head.add("Read it before you use it: what these runs did not need may be needed tomorrow.");
    String yaml = ProfileYaml.of(profile, head, comments);
    Profile loaded;
    try {
      loaded = ProfileLoader.load("suggestion", yaml.getBytes(UTF_8));
    } catch (ProfileException e) {
      throw failed("the proposal does not load: " + e.getMessage());
    }
    for (RunDecisions run : runs) {
      List<ReplayedRun.Replayed> differences = ReplayedRun.of(run, loaded).differences();
      if (!differences.isEmpty()) {
        ReplayedRun.Replayed first = differences.getFirst();
        throw failed(
            "it would decide line %s of %s otherwise: %s instead of %s"
                .formatted(
                    first.recorded().line(),
                    run.run().runId(),
                    first.to().word(),
                    first.from().word()));
      }
    }
    return yaml;
  }

  private static CliException failed(String reason) {
    return new CliException(
        "SUGGESTION_FAILED", reason, "leave out --paths, or start from the runs' own profile");
  }

  private static Json.Obj with(Json.Obj object, String member, Json value) {
    Json.Builder changed = Json.object().put(member, value);
    object
        .members()
        .forEach((name, each) -> {
          if (!name.equals(member)) {
            changed.put(name, each);
          }
        });
    return changed.build();
  }

  private static String calls(long count) {
    return Counted.of(count, "call");
  }

  private static String listed(List<String> items) {
    return items.isEmpty() ? "none" : String.join(", ", items);
  }
}
