package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One way in which one program, or several that take the same arguments, may be called.
 *
 * @param id names the rule in decisions
 * @param programs names without a slash, found in the sandbox's own directories; {@value
 *     #WORKSPACE_PROGRAM} for a program in the workspace
 * @param subcommand the first argument, for programs such as git
 * @param allow whether such a call is allowed; a rule that denies goes before all that allow
 * @param arguments what may follow
 * @param fixed arguments that the program always gets first: in the sandbox its name stands for a
 *     program of the image that adds them
 * @param environment variables that the shell, the loader or the program itself reads, and that a
 *     shell string may set for it all the same
 * @param reason one sentence for a person
 * @param next the next legal step after a denial
 * @param examples argument arrays that it must and must not take
 * @param origin the pack that it is from; empty for a rule of the profile's own
 */
public record ProgramRule(
    String id,
    List<String> programs,
    Optional<String> subcommand,
    boolean allow,
    Arguments arguments,
    List<String> fixed,
    Set<String> environment,
    String reason,
    Optional<String> next,
    Examples<List<String>> examples,
    Optional<String> origin) {
  /** Stands for any program that is named by a path in the workspace. */
  public static final String WORKSPACE_PROGRAM = "<workspace>";

  public ProgramRule {
    programs = List.copyOf(programs);
    fixed = List.copyOf(fixed);
    environment = Collections.unmodifiableSet(new TreeSet<>(environment));
  }

  /** What may follow the program's name. */
  public sealed interface Arguments {
    /** Anything. For interpreters, whose every argument is code: the sandbox contains them. */
    record Any() implements Arguments {}

    /**
     * A closed list of options, and operands of known kinds.
     *
     * @param flags options without a value; {@code -#} stands for a hyphen and digits
     * @param values options with a value, and what it must be
     * @param required options of which one must be there; empty where none must
     * @param bundles whether single letters may be written together, as getopt does
     * @param leading kinds of the first operands
     * @param leadingUnless options that take the place of the leading operands
     * @param rest kind of all other operands; empty where there may be none
     * @param min how many operands there must be
     * @param ordered whether options end at the first operand
     */
    record Known(
        Set<String> flags,
        Map<String, ValueType> values,
        Set<String> required,
        boolean bundles,
        List<ValueType> leading,
        Set<String> leadingUnless,
        Optional<ValueType> rest,
        long min,
        boolean ordered)
        implements Arguments {
      public Known {
        flags = Collections.unmodifiableSet(new TreeSet<>(flags));
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        required = Collections.unmodifiableSet(new TreeSet<>(required));
        leading = List.copyOf(leading);
        leadingUnless = Collections.unmodifiableSet(new TreeSet<>(leadingUnless));
      }
    }
  }

  /** The same rule as one of that pack. */
  public ProgramRule from(String pack) {
    return new ProgramRule(
        id,
        programs,
        subcommand,
        allow,
        arguments,
        fixed,
        environment,
        reason,
        next,
        examples,
        Optional.of(pack));
  }

  /** All members; those that are empty are left out. */
  Json.Obj toJson() {
    Json.Builder object =
        Json.object()
            .put("id", id)
            .put("programs", Json.Arr.ofStrings(programs))
            .put("allow", allow)
            .put("reason", reason)
            .put("examples", Examples.argvToJson(examples));
    subcommand.ifPresent(name -> object.put("subcommand", name));
    next.ifPresent(text -> object.put("next", text));
    if (!fixed.isEmpty()) {
      object.put("fixed", Json.Arr.ofStrings(fixed));
    }
    if (!environment.isEmpty()) {
      object.put("environment", Json.Arr.ofStrings(List.copyOf(environment)));
    }
    origin.ifPresent(pack -> object.put("origin", pack));
    switch (arguments) {
      case Arguments.Any any -> object.put("anyArguments", true);
      case Arguments.Known known -> put(object, known);
    }
    return object.build();
  }

  private static void put(Json.Builder object, Arguments.Known known) {
    Json.Builder values = Json.object();
    known.values().forEach((name, type) -> values.put(name, type.word()));
    object
        .put("flags", Json.Arr.ofStrings(List.copyOf(known.flags())))
        .put("values", values.build())
        .put("required", Json.Arr.ofStrings(List.copyOf(known.required())))
        .put("bundles", known.bundles())
        .put("leading", Json.Arr.ofStrings(known.leading().stream().map(ValueType::word).toList()))
        .put("leadingUnless", Json.Arr.ofStrings(List.copyOf(known.leadingUnless())))
        .put("min", known.min());
    known.rest().ifPresent(type -> object.put("rest", type.word()));
    if (known.ordered()) {
      object.put("ordered", true);
    }
  }
}
