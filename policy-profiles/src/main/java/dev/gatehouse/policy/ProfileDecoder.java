package dev.gatehouse.policy;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Reads a profile's members, from a file as from a snapshot: there is one form. */
final class ProfileDecoder {
  static final String FORMAT_VERSION = "1";

  private static final int MAX_TEXT = 2000;

  private ProfileDecoder() {}

  /**
   * Reads a profile.
   *
   * @param line the line of a place in the profile
   * @throws ProfileRefused with all that is wrong
   */
  static Profile decode(String origin, Json.Obj json, ToIntFunction<String> line) {
    List<ProfileRefused.Problem> problems = new ArrayList<>();
    Fields fields =
        new Fields(
            json,
            "",
            (path, why) ->
                problems.add(new ProfileRefused.Problem(line.applyAsInt(path), path, why)));
    Profile profile = profile(fields);
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(ProfileRefused.Problem::line));
      throw new ProfileRefused(origin, problems);
    }
    return profile;
  }

  private static Profile profile(Fields f) {
    if (!f.string("formatVersion").equals(FORMAT_VERSION)) {
      f.problem("formatVersion", "is \"%s\", the only form known here".formatted(FORMAT_VERSION));
    }
    Profile profile =
        new Profile(
            identifier(f, "name"),
            sentence(f, "description"),
            Set.copyOf(new HashSet<>(known(f, "syscalls", Profile.SYSCALLS))),
            paths(f),
            commands(f.object("commands")),
            Limits.decode(f.object("limits")),
            plan(f.object("verification")),
            known(f, "gates", Profile.GATES).stream().distinct().toList());
    if (profile.gates().isEmpty()) {
      f.problem("gates", "names at least one gate: a run passes by gates alone");
    }
    f.done();
    return profile;
  }

  private static List<PathRule> paths(Fields f) {
    List<PathRule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields fields : f.objects("paths")) {
      PathRule rule = path(fields);
      unique(fields, ids, rule.id());
      rules.add(rule);
    }
    return rules;
  }

  private static PathRule path(Fields f) {
    PathRule rule =
        new PathRule(
            ruleId(f),
            f.parsed("effect", ProfileDecoder::effect).orElse(PathRule.Effect.DENY),
            f.list("patterns", PathPattern::new),
            f.list("except", PathPattern::new),
            f.bool("exceptScratch", false),
            f.optionalParsed("approver", ProfileDecoder::role),
            sentence(f, "reason"),
            f.optionalString("next"),
            examples(
                f,
                fields -> fields.list("match", WorkspacePath::parse),
                fields -> fields.list("notMatch", WorkspacePath::parse)));
    if (rule.patterns().isEmpty()) {
      f.problem("patterns", "names at least one pattern");
    }
    boolean protects = rule.effect() == PathRule.Effect.PROTECT;
    if (protects != rule.approver().isPresent()) {
      f.problem("approver", "goes with the effect protect, and only with it");
    }
    if (rule.exceptScratch() && !protects) {
      f.problem("exceptScratch", "goes with the effect protect only");
    }
    CompiledRule compiled = new CompiledRule(rule);
    check(
        f,
        rule.examples(),
        path -> compiled.takes(PathNames.of(path)) ? Optional.empty() : Optional.of("no pattern"));
    f.done();
    return rule;
  }

  private static CommandPolicy commands(Fields f) {
    List<ProgramRule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields fields : f.objects("programs")) {
      ProgramRule rule = program(fields);
      unique(fields, ids, rule.id());
      rules.add(rule);
    }
    CommandPolicy policy =
        new CommandPolicy(
            f.parsed("shell", CommandPolicy.ShellMode::ofWord)
                .orElse(CommandPolicy.ShellMode.FORBIDDEN),
            rules);
    f.done();
    return policy;
  }

  private static ProgramRule program(Fields f) {
    ProgramRule rule =
        new ProgramRule(
            ruleId(f),
            f.list("programs", ProfileDecoder::program),
            f.optionalParsed("subcommand", ProfileDecoder::program),
            f.bool("allow", true),
            arguments(f),
            sentence(f, "reason"),
            f.optionalString("next"),
            examples(f, fields -> fields.lists("match"), fields -> fields.lists("notMatch")));
    if (rule.programs().isEmpty()) {
      f.problem("programs", "names at least one program");
    }
    check(
        f,
        rule.examples(),
        argv ->
            switch (ArgvPolicy.match(rule, argv)) {
              case ArgumentMatch.Result.Taken taken -> Optional.empty();
              case ArgumentMatch.Result.Left left -> Optional.of(left.why());
            });
    f.done();
    return rule;
  }

  private static ProgramRule.Arguments arguments(Fields f) {
    if (f.bool("anyArguments", false)) {
      return new ProgramRule.Arguments.Any();
    }
    Map<String, ValueType> values = new TreeMap<>();
    if (f.has("values")) {
      Fields types = f.object("values");
      for (String option : types.names()) {
        types.parsed(option, ValueType::ofWord).ifPresent(type -> values.put(option, type));
      }
    }
    return new ProgramRule.Arguments.Known(
        Set.copyOf(new HashSet<>(f.list("flags", ProfileDecoder::option))),
        values,
        Set.copyOf(new HashSet<>(f.list("required", ProfileDecoder::option))),
        f.bool("bundles", true),
        f.list("leading", ValueType::ofWord),
        Set.copyOf(new HashSet<>(f.list("leadingUnless", ProfileDecoder::option))),
        f.optionalParsed("rest", ValueType::ofWord),
        f.integerOr("min", 0, 0, 100));
  }

  private static VerificationPlan plan(Fields f) {
    List<Step> steps = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields fields : f.objects("steps")) {
      Step step = step(fields);
      if (unique(fields, ids, step.id())) {
        steps.add(step);
      }
    }
    VerificationPlan plan = new VerificationPlan(f.list("control", PathPattern::new), steps);
    f.done();
    return plan;
  }

  private static Step step(Fields f) {
    Map<String, String> env = new TreeMap<>();
    if (f.has("env")) {
      Fields variables = f.object("env");
      for (String name : variables.names()) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
          variables.problem(name, "is not the name of a variable");
        }
        env.put(name, variables.string(name));
      }
    }
    boolean isShell = f.has("shell");
    List<String> argv = f.list("argv", Function.identity());
    if (isShell == !argv.isEmpty()) {
      f.problem("argv", "is there, or shell is, and not both");
    }
    CommandRequest command =
        isShell || argv.isEmpty()
            ? new CommandRequest.Shell(f.optionalString("shell").orElse(""))
            : new CommandRequest.Argv(argv);
    Step step =
        new Step(
            identifier(f, "id"),
            command,
            env,
            f.optionalParsed("junit", WorkspacePath::parse),
            f.bool("junitOptional", false),
            f.bool("required", true),
            f.integerOr("seconds", Step.DEFAULT_SECONDS, 1, 24 * 60 * 60));
    f.done();
    return step;
  }

  private static <T> Examples<T> examples(
      Fields f, Function<Fields, List<T>> match, Function<Fields, List<T>> notMatch) {
    Fields fields = f.object("examples");
    Examples<T> examples = new Examples<>(match.apply(fields), notMatch.apply(fields));
    if (examples.match().isEmpty()) {
      fields.problem("match", "holds at least one example");
    }
    fields.done();
    return examples;
  }

  /** Every example is tried; {@code left} says why the rule leaves one alone. */
  private static <T> void check(
      Fields f, Examples<T> examples, Function<T, Optional<String>> left) {
    for (T example : examples.match()) {
      left.apply(example)
          .ifPresent(why -> f.problem("examples.match", example + " is not taken: " + why));
    }
    for (T example : examples.notMatch()) {
      if (left.apply(example).isEmpty()) {
        f.problem("examples.notMatch", example + " is taken");
      }
    }
  }

  private static boolean unique(Fields f, Set<String> ids, String id) {
    boolean added = ids.add(id);
    if (!added) {
      f.problem("id", id + " is there twice");
    }
    return added;
  }

  private static String identifier(Fields f, String name) {
    return f.parsed(name, Identifier::new).map(Identifier::text).orElse("invalid");
  }

  private static String ruleId(Fields f) {
    return identifier(f, "id");
  }

  private static String sentence(Fields f, String name) {
    String text = f.string(name);
    if (text.isBlank() || text.length() > MAX_TEXT) {
      f.problem(name, "has 1 to %s characters".formatted(MAX_TEXT));
    }
    return text;
  }

  private static List<String> known(Fields f, String name, List<String> all) {
    return f.list(
        name,
        text -> {
          if (!all.contains(text)) {
            throw new IllegalArgumentException(text + " is none of " + all);
          }
          return text;
        });
  }

  private static PathRule.Effect effect(String word) {
    for (PathRule.Effect effect : PathRule.Effect.values()) {
      if (effect.word().equals(word)) {
        return effect;
      }
    }
    throw new IllegalArgumentException("is deny, readonly, protect, scratch or write");
  }

  private static String role(String text) {
    if (!text.equals("OPERATOR")) {
      throw new IllegalArgumentException("is OPERATOR, the only role that approves");
    }
    return text;
  }

  private static String program(String text) {
    if (!text.equals(ProgramRule.WORKSPACE_PROGRAM) && !text.matches("[A-Za-z0-9._+-]{1,64}")) {
      throw new IllegalArgumentException(
          "a program is a name without a slash, or " + ProgramRule.WORKSPACE_PROGRAM);
    }
    return text;
  }

  private static String option(String text) {
    if (!text.startsWith("-") || text.equals("-") || text.equals("--")) {
      throw new IllegalArgumentException("an option starts with a hyphen");
    }
    return text;
  }
}
