package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.policy.decision.ArgumentMatch;
import dev.gatehouse.policy.decision.ArgvPolicy;
import dev.gatehouse.policy.profile.CommandPolicy;
import dev.gatehouse.policy.profile.CommandPolicy.ShellMode;
import dev.gatehouse.policy.profile.ProgramRule;
import dev.gatehouse.policy.profile.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the command rules of a profile. */
final class ProgramRuleDecoder {
  private ProgramRuleDecoder() {}

  static CommandPolicy commands(FieldReader f) {
    List<ProgramRule> rules = programs(f);
    CommandPolicy.Mode mode =
        f.optionalParsed("mode", CommandPolicy.Mode::ofWord).orElse(CommandPolicy.Mode.UNSTATED);
    CommandPolicy policy = new CommandPolicy(mode, shell(f, mode), rules);
    f.done();
    return policy;
  }

  private static ShellMode shell(FieldReader f, CommandPolicy.Mode mode) {
    ShellMode usual =
        switch (mode) {
          case ALLOWLIST -> ShellMode.READ;
          case CONTAINED -> ShellMode.CONTAINED;
          case UNSTATED -> ShellMode.FORBIDDEN;
        };
    ShellMode shell =
        mode == CommandPolicy.Mode.UNSTATED
            ? f.parsed("shell", ShellMode::ofWord).orElse(usual)
            : f.optionalParsed("shell", ShellMode::ofWord).orElse(usual);
    boolean fits =
        switch (mode) {
          case ALLOWLIST -> shell != ShellMode.CONTAINED;
          case CONTAINED -> shell == ShellMode.CONTAINED;
          case UNSTATED -> shell != ShellMode.READ;
        };
    if (!fits) {
      f.problem(
          "shell",
          switch (mode) {
            case ALLOWLIST -> "is read or forbidden in mode allowlist";
            case CONTAINED -> "is contained in mode contained";
            case UNSTATED -> "is read in mode allowlist only: write mode: allowlist";
          });
    }
    return shell;
  }

  /** The rules of the member {@code programs}. */
  static List<ProgramRule> programs(FieldReader f) {
    List<ProgramRule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (FieldReader fields : f.objects("programs")) {
      ProgramRule rule = program(fields);
      fields.isNew(ids, rule.id());
      rules.add(rule);
    }
    return rules;
  }

  private static ProgramRule program(FieldReader f) {
    ProgramRule rule =
        new ProgramRule(
            f.identifier("id"),
            f.list("programs", ProgramRuleDecoder::program),
            f.optionalParsed("subcommand", ProgramRuleDecoder::program),
            f.bool("allow", true),
            arguments(f),
            f.list("fixed", Function.identity()),
            Set.copyOf(new HashSet<>(f.list("environment", ProgramRuleDecoder::variable))),
            f.sentence("reason"),
            f.optionalString("next"),
            ExamplesDecoder.examples(f, FieldReader::lists),
            f.optionalParsed("origin", Identifier::new).map(Identifier::text));
    if (rule.programs().isEmpty()) {
      f.problem("programs", "names at least one program");
    }
    ExamplesDecoder.check(
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

  private static ProgramRule.Arguments arguments(FieldReader f) {
    if (f.bool("anyArguments", false)) {
      return new ProgramRule.Arguments.Any();
    }
    Map<String, ValueType> values = new TreeMap<>();
    if (f.has("values")) {
      FieldReader types = f.object("values");
      for (String option : types.names()) {
        types.parsed(option, ValueType::ofWord).ifPresent(type -> values.put(option, type));
      }
    }
    return new ProgramRule.Arguments.Known(
        Set.copyOf(new HashSet<>(f.list("flags", ProgramRuleDecoder::option))),
        values,
        Set.copyOf(new HashSet<>(f.list("required", ProgramRuleDecoder::option))),
        f.bool("bundles", true),
        f.list("leading", ValueType::ofWord),
        Set.copyOf(new HashSet<>(f.list("leadingUnless", ProgramRuleDecoder::option))),
        f.optionalParsed("rest", ValueType::ofWord),
        f.integerOr("min", 0, 0, 100),
        f.bool("ordered", false));
  }

  private static String variable(String text) {
    if (!text.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
      throw new IllegalArgumentException("is the name of a variable");
    }
    return text;
  }

  private static String program(String text) {
    if (!text.equals(ProgramRule.WORKSPACE_PROGRAM)
        && !text.matches("((/usr(/local)?)?/s?bin/)?[A-Za-z0-9._+\\[:-]{1,64}")) {
      throw new IllegalArgumentException(
          "a program is a name without a slash, its path in the sandbox's image, or "
              + ProgramRule.WORKSPACE_PROGRAM);
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
