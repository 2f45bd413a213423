package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.ProgramRule.Arguments;
import dev.gatehouse.policy.profile.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads an argument array by one rule, as getopt would: options from a closed list wherever they
 * stand, no abbreviations, {@code --} before operands.
 */
public final class ArgumentMatch {
  private final Arguments.Known known;
  private final List<String> arguments;
  private final List<WorkspacePath> paths = new ArrayList<>();
  private final List<String> operands = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private ArgumentMatch(Arguments.Known known, List<String> arguments) {
    this.known = known;
    this.arguments = arguments;
  }

  /** What came of reading the arguments. */
  public sealed interface Result {
    /** The rule takes the call; these are the workspace paths that it names. */
    record Taken(List<WorkspacePath> paths) implements Result {}

    /** It does not, and why. */
    record Left(String why) implements Result {}
  }

  /** Reads the arguments after the program's name and, where the rule has one, the subcommand. */
  static Result read(Arguments allowed, List<String> arguments) {
    return switch (allowed) {
      case Arguments.Any any -> new Result.Taken(List.of());
      case Arguments.Known known -> new ArgumentMatch(known, arguments).read();
    };
  }

  /** A reason to leave the call to other rules; only ever caught in {@link #read()}. */
  private static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
      super(message, null, false, false);
    }
  }

  private Result read() {
    try {
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (argument.equals("--")) {
          operands.addAll(arguments.subList(i + 1, arguments.size()));
          break;
        }
        if (argument.startsWith("-") && argument.length() > 1) {
          i += option(argument, i);
        } else {
          operands.add(argument);
        }
      }
      readOperands();
      if (!known.required().isEmpty() && known.required().stream().noneMatch(seen::contains)) {
        throw new MismatchException("one of " + known.required() + " is needed");
      }
      return new Result.Taken(paths);
    } catch (MismatchException e) {
      return new Result.Left(String.valueOf(e.getMessage()));
    }
  }

  /** Reads one option; answers how many further arguments it used. */
  private int option(String argument, int index) throws MismatchException {
    if (known.flags().contains(argument)
        || (known.flags().contains("-#") && argument.matches("-[0-9]{1,9}"))) {
      seen.add(argument);
      return 0;
    }
    if (known.values().containsKey(argument)) {
      value(argument, following(argument, index));
      return 1;
    }
    int equals = argument.indexOf('=');
    if (argument.startsWith("--") && equals > 0) {
      String name = argument.substring(0, equals);
      if (known.values().containsKey(name)) {
        value(name, argument.substring(equals + 1));
        return 0;
      }
    }
    if (known.bundles() && !argument.startsWith("--")) {
      return bundle(argument, index);
    }
    throw unknown(argument);
  }

  private int bundle(String argument, int index) throws MismatchException {
    for (int i = 1; i < argument.length(); i++) {
      String letter = "-" + argument.charAt(i);
      if (known.values().containsKey(letter)) {
        boolean glued = i + 1 < argument.length();
        value(letter, glued ? argument.substring(i + 1) : following(letter, index));
        return glued ? 0 : 1;
      }
      if (!known.flags().contains(letter)) {
        throw unknown(argument);
      }
      seen.add(letter);
    }
    return 0;
  }

  private void value(String option, String text) throws MismatchException {
    ValueType type = known.values().get(option);
    if (type == null || !ArgumentValue.isOf(type, text)) {
      throw new MismatchException("the value of %s is not what the rule takes".formatted(option));
    }
    ArgumentValue.workspacePath(type, text).ifPresent(paths::add);
    seen.add(option);
  }

  private String following(String option, int index) throws MismatchException {
    if (index + 1 >= arguments.size()) {
      throw new MismatchException("%s lacks its value".formatted(option));
    }
    return arguments.get(index + 1);
  }

  private void readOperands() throws MismatchException {
    boolean replaced = known.leadingUnless().stream().anyMatch(seen::contains);
    List<ValueType> leading = replaced ? List.of() : known.leading();
    if (operands.size() < known.min() - (replaced ? known.leading().size() : 0)) {
      throw new MismatchException("an operand is missing");
    }
    for (int i = 0; i < operands.size(); i++) {
      String operand = operands.get(i);
      ValueType type = i < leading.size() ? leading.get(i) : known.rest().orElse(null);
      if (type == null) {
        throw new MismatchException("there is an operand too many");
      }
      if (!ArgumentValue.isOf(type, operand)) {
        throw new MismatchException("operand %s is not a %s".formatted(i + 1, type.word()));
      }
      ArgumentValue.workspacePath(type, operand).ifPresent(paths::add);
    }
  }

  private static MismatchException unknown(String argument) {
    String shown = argument.length() > 40 ? argument.substring(0, 40) + "…" : argument;
    return new MismatchException("the rule does not know the option " + shown);
  }
}
