package dev.gatehouse.policy.decision;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.ProgramRule.Arguments;
import dev.gatehouse.policy.profile.ValueType;
import dev.gatehouse.policy.shell.CommandWord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Reads arguments by one rule, as getopt would: options from a closed list wherever they stand, no
 * abbreviations, {@code --} before operands. A word whose text is not known is taken only where
 * nothing that it can become is an option.
 */
public final class ArgumentMatch {
  private final Arguments.Known known;
  private final List<CommandWord> arguments;
  private final ArgumentValue values;
  private final List<WorkspacePath> paths = new ArrayList<>();
  private final List<StartedCommand> starts = new ArrayList<>();
  private final List<CommandWord> operands = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private ArgumentMatch(
      Arguments.Known known, List<CommandWord> arguments, SortedSet<String> directories) {
    this.known = known;
    this.arguments = arguments;
    this.values = new ArgumentValue(directories);
  }

  /** What came of reading the arguments. */
  public sealed interface Result {
    /**
     * The rule takes the call.
     *
     * @param paths the workspace paths that it names
     * @param starts the commands that the program starts because of its arguments
     */
    record Taken(List<WorkspacePath> paths, List<StartedCommand> starts) implements Result {}

    /** It does not, and why. */
    record Left(String why) implements Result {}
  }

  /** Reads the arguments after the program's name and, where the rule has one, the subcommand. */
  static Result read(
      Arguments allowed, List<CommandWord> arguments, SortedSet<String> directories) {
    return switch (allowed) {
      case Arguments.Any any -> new Result.Taken(List.of(), List.of());
      case Arguments.Known known -> new ArgumentMatch(known, arguments, directories).read();
    };
  }

  private Result read() {
    try {
      Optional<ValueType> command = known.rest().filter(ValueType::isCommand);
      int end = command.isPresent() ? readUpToCommand() : readAll();
      if (end < arguments.size()) {
        StartedCommands.rest(command.orElseThrow(), arguments.subList(end, arguments.size()))
            .ifPresent(starts::add);
      }
      readOperands();
      if (!known.required().isEmpty() && known.required().stream().noneMatch(seen::contains)) {
        throw new MismatchException("one of " + known.required() + " is needed");
      }
      return new Result.Taken(paths, starts);
    } catch (MismatchException e) {
      return new Result.Left(String.valueOf(e.getMessage()));
    }
  }

  private int readAll() throws MismatchException {
    for (int at = 0; at < arguments.size(); ) {
      CommandWord word = arguments.get(at);
      at++;
      if (isDelimiter(word) || (known.ordered() && !operands.isEmpty())) {
        operands.addAll(arguments.subList(isDelimiter(word) ? at : at - 1, arguments.size()));
        break;
      }
      if (isOption(word)) {
        at += option(word, at);
      } else {
        operands.add(word);
      }
    }
    return arguments.size();
  }

  /** Reads options, then the leading operands; returns where the command begins. */
  private int readUpToCommand() throws MismatchException {
    int at = 0;
    while (at < arguments.size() && isOption(arguments.get(at))) {
      at += isDelimiter(arguments.get(at)) ? 0 : option(arguments.get(at), at + 1);
      at++;
      if (isDelimiter(arguments.get(at - 1))) {
        break;
      }
    }
    int end = Math.min(arguments.size(), at + leading().size());
    operands.addAll(arguments.subList(at, end));
    return end;
  }

  /** The expression of find has no delimiter: what follows is read like what stands before. */
  private boolean isDelimiter(CommandWord word) {
    return known.rest().filter(ValueType.FIND_OPERAND::equals).isEmpty()
        && word instanceof CommandWord.Literal(String text)
        && text.equals("--");
  }

  private static boolean isOption(CommandWord word) throws MismatchException {
    return switch (word) {
      case CommandWord.Literal(String text) -> text.startsWith("-") && text.length() > 1;
      case CommandWord.Pattern(String text, String prefix) -> mayBeOption(text, prefix);
      case CommandWord.Unknown(String text, String prefix, boolean _) -> mayBeOption(text, prefix);
    };
  }

  private static boolean mayBeOption(String text, String prefix) throws MismatchException {
    if (prefix.isEmpty()) {
      throw new MismatchException(
          "%s may become an option: write ./ or -- before it".formatted(shown(text)));
    }
    return prefix.startsWith("-");
  }

  /** Reads one option; returns how many further words it used. */
  private int option(CommandWord word, int next) throws MismatchException {
    if (word instanceof CommandWord.Literal(String text)) {
      return literalOption(text, next);
    }
    if (word instanceof CommandWord.Unknown(String text, String prefix, boolean single) && single) {
      int equals = prefix.indexOf('=');
      if (prefix.startsWith("--") && equals > 0) {
        String rest = prefix.substring(equals + 1);
        value(prefix.substring(0, equals), new CommandWord.Unknown(text, rest, /* single= */ true));
        return 0;
      }
    }
    throw unknown(word.text());
  }

  private int literalOption(String argument, int next) throws MismatchException {
    if (known.flags().contains(argument)
        || (known.flags().contains("-#") && isHyphenAndDigits(argument))) {
      seen.add(argument);
      return 0;
    }
    if (known.values().containsKey(argument)) {
      return followingValue(argument, next);
    }
    int equals = argument.indexOf('=');
    if (argument.startsWith("--") && equals > 0) {
      String name = argument.substring(0, equals);
      if (known.values().containsKey(name)) {
        value(name, new CommandWord.Literal(argument.substring(equals + 1)));
        return 0;
      }
    }
    if (known.bundles() && !argument.startsWith("--")) {
      return bundle(argument, next);
    }
    throw unknown(argument);
  }

  private static boolean isHyphenAndDigits(String argument) {
    return argument.length() > 1
        && argument.length() <= 10
        && argument.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
  }

  private int bundle(String argument, int next) throws MismatchException {
    for (int i = 1; i < argument.length(); i++) {
      String letter = "-" + argument.charAt(i);
      if (known.values().containsKey(letter)) {
        if (i + 1 == argument.length()) {
          return followingValue(letter, next);
        }
        if (known.values().get(letter) == ValueType.SHELL_STRING) {
          throw unknown(argument);
        }
        value(letter, new CommandWord.Literal(argument.substring(i + 1)));
        return 0;
      }
      if (!known.flags().contains(letter)) {
        throw unknown(argument);
      }
      seen.add(letter);
    }
    return 0;
  }

  /** Reads the value of an option in the words after it; returns how many it used. */
  private int followingValue(String option, int next) throws MismatchException {
    if (next >= arguments.size()) {
      throw new MismatchException("%s lacks its value".formatted(option));
    }
    if (known.values().get(option) == ValueType.FIND_COMMAND) {
      seen.add(option);
      int end = StartedCommands.findEnd(arguments, next);
      starts.add(StartedCommands.ofFind(arguments.subList(next, end)));
      return end + 1 - next;
    }
    value(option, arguments.get(next));
    return 1;
  }

  private void value(String option, CommandWord word) throws MismatchException {
    ValueType type = known.values().get(option);
    boolean single = !(word instanceof CommandWord.Pattern) && isSingle(word);
    if (type == null || !single || !values.isOf(type, word)) {
      throw new MismatchException("the value of %s is not what the rule takes".formatted(option));
    }
    if (type == ValueType.SHELL_STRING) {
      starts.add(new StartedCommand.ShellString(word.text()));
    }
    paths.addAll(values.workspacePaths(type, word));
    seen.add(option);
  }

  private List<ValueType> leading() {
    return known.leadingUnless().stream().anyMatch(seen::contains) ? List.of() : known.leading();
  }

  private void readOperands() throws MismatchException {
    List<ValueType> leading = leading();
    long there = operands.stream().filter(ArgumentMatch::isThere).count() + starts.size();
    if (there < known.min() - (known.leading().size() - leading.size())) {
      throw new MismatchException("an operand is missing");
    }
    for (int i = 0; i < operands.size(); i++) {
      operand(i, leading);
    }
  }

  /** An operand that may become several words must be what each of the operands from there is. */
  private void operand(int index, List<ValueType> leading) throws MismatchException {
    CommandWord word = operands.get(index);
    int last = isSingle(word) ? index : Math.max(index, leading.size());
    for (int place = index; place <= last; place++) {
      ValueType type = place < leading.size() ? leading.get(place) : known.rest().orElse(null);
      if (type == null) {
        throw new MismatchException("there is an operand too many");
      }
      if (!values.isOf(type, word)) {
        throw new MismatchException("operand %s is not a %s".formatted(index + 1, type.word()));
      }
      paths.addAll(values.workspacePaths(type, word));
    }
  }

  /** Whether at least one word comes of it: a pattern that matches nothing stays as it is. */
  private static boolean isThere(CommandWord word) {
    return word instanceof CommandWord.Pattern || isSingle(word);
  }

  private static boolean isSingle(CommandWord word) {
    return switch (word) {
      case CommandWord.Literal _ -> true;
      case CommandWord.Pattern _ -> false;
      case CommandWord.Unknown unknown -> unknown.single();
    };
  }

  private static MismatchException unknown(String argument) {
    return new MismatchException("the rule does not know the option " + shown(argument));
  }

  private static String shown(String argument) {
    return Excerpt.cut(argument, 40);
  }
}
