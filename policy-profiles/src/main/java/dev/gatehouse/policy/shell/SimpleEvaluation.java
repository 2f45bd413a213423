package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.path.SandboxView;
import dev.gatehouse.policy.shell.syntax.HereText;
import dev.gatehouse.policy.shell.syntax.ScriptCharacters;
import dev.gatehouse.policy.shell.syntax.ScriptWord;
import dev.gatehouse.policy.shell.syntax.ShellNode;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Lists simple commands and follows what they change in the shell. */
final class SimpleEvaluation {
  private static final Pattern EXPANDED_TWICE = Pattern.compile("[A-Za-z0-9_./+,:=@%-]+");

  private final ScriptEvaluation evaluation;
  private final WordExpansion words;
  private final BuiltinEvaluation builtins;

  SimpleEvaluation(ScriptEvaluation evaluation, WordExpansion words) {
    this.evaluation = evaluation;
    this.words = words;
    this.builtins = new BuiltinEvaluation(evaluation);
  }

  Outcome evaluate(ShellNode.Simple command, ShellState state) {
    SourcePlace place = command.place();
    boolean declares =
        !command.words().isEmpty() && Declarations.isOne(command.words().getFirst().plainText());
    List<CommandWord> expanded = new ArrayList<>(command.words().size());
    Declarations declarations = new Declarations(words, state);
    for (ScriptWord each : command.words()) {
      if (declares) {
        declarations.word(each);
      } else {
        expanded.addAll(words.words(each, state));
      }
    }
    List<CommandWord> arguments = declares ? declarations.words() : expanded;
    boolean isBare = arguments.isEmpty();
    ShellState assigned = state;
    SortedMap<String, CommandWord> assignments = new TreeMap<>();
    for (ScriptWord each : command.assignments()) {
      assigned = assign(each, assigned, isBare, assignments);
    }
    ShellState targets = state;
    for (String name : assignments.keySet()) {
      targets = targets.with(name, ShellState.Value.UNKNOWN, place);
    }
    List<Redirection> redirections = files(command.redirects(), targets);
    Outcome outcome;
    if (isBare) {
      list(arguments, assignments, redirections, state, place);
      outcome = Outcome.either(assigned);
    } else {
      List<CommandWord> run = builtins.behindCommand(arguments, place);
      builtins.check(run, !assignments.isEmpty(), declares, place);
      SortedMap<String, CommandWord> environment = new TreeMap<>(state.exported());
      environment.putAll(assignments);
      list(run, environment, redirections, state, place);
      outcome =
          declares
              ? Outcome.either(declarations.state(place))
              : builtins.outcome(run, state, place);
    }
    return command.redirects().isEmpty() ? outcome : outcome.or(new Outcome(null, state), place);
  }

  /** Lists <code>[[</code>, which starts no program but may read files' names. */
  void condition(ShellNode.Condition condition, ShellState state) {
    List<CommandWord> operands = new ArrayList<>();
    condition.words().forEach(each -> operands.add(words.wordWithHome(each, state)));
    OperandRules.condition(condition.words(), operands, condition.place());
    list(operands, state.exported(), List.of(), state, condition.place());
  }

  /** Lists the redirections of a compound command. */
  void redirects(List<ShellNode.Redirect> redirects, ShellState state, SourcePlace place) {
    List<Redirection> redirections = files(redirects, state);
    if (!redirections.isEmpty()) {
      list(List.of(), new TreeMap<>(), redirections, state, place);
    }
  }

  private void list(
      List<CommandWord> run,
      SortedMap<String, CommandWord> assignments,
      List<Redirection> redirections,
      ShellState state,
      SourcePlace place) {
    evaluation.list(
        new SimpleCommand(
            List.copyOf(run),
            assignments,
            redirections,
            state.directories(),
            new TextSpan(place.start(), place.end())));
  }

  /** An assignment in the shell, or for the command behind it. */
  private ShellState assign(
      ScriptWord word, ShellState state, boolean isBare, SortedMap<String, CommandWord> into) {
    String name = word.assignedName();
    if (SensitiveVariables.isOfShell(name) && (isBare || !SensitiveVariables.isOfLocale(name))) {
      throw UnreadableConstruct.SHELL_VARIABLE.at(word.place());
    }
    CommandWord value = value(word, state, words);
    into.put(name, value);
    ShellState assigned = state.with(name, known(value), word.place());
    boolean isSeen =
        isBare
            && (SensitiveVariables.isSensitive(name)
                || SandboxView.VARIABLES.containsKey(name)
                || state.exported().containsKey(name));
    return isSeen ? assigned.exporting(name, value) : assigned;
  }

  /** The value that an assignment gives, with what was there before if it adds. */
  static CommandWord value(ScriptWord word, ShellState state, WordExpansion words) {
    CommandWord value = words.assigned(word.value(), state);
    if (!word.adds()) {
      return value;
    }
    ShellState.Value before = state.value(word.assignedName());
    return before.isWhole() && value instanceof CommandWord.Literal(String added)
        ? new CommandWord.Literal(before.text() + added)
        : new CommandWord.Unknown(value.text(), before.text(), true);
  }

  static ShellState.Value known(CommandWord value) {
    return switch (value) {
      case CommandWord.Literal(String text) -> new ShellState.Value(text, true);
      case CommandWord.Pattern(String _, String prefix) -> new ShellState.Value(prefix, false);
      case CommandWord.Unknown(String _, String prefix, boolean _) ->
          new ShellState.Value(prefix, false);
    };
  }

  private List<Redirection> files(List<ShellNode.Redirect> redirects, ShellState state) {
    List<Redirection> files = new ArrayList<>(redirects.size());
    for (ShellNode.Redirect each : redirects) {
      switch (each) {
        case ShellNode.HereRedirect(HereText text) -> words.word(text.expansions(), state);
        case ShellNode.FileRedirect file -> file(file, state, files);
      }
    }
    return List.copyOf(files);
  }

  private void file(ShellNode.FileRedirect redirect, ShellState state, List<Redirection> into) {
    SourcePlace place = redirect.target().place();
    List<CommandWord> targets = words.words(redirect.target(), state);
    if (targets.size() != 1) {
      throw UnreadableConstruct.REDIRECTION_TARGET.at(place);
    }
    CommandWord target = targets.getFirst();
    if (redirect.mayDuplicate()) {
      if (!(target instanceof CommandWord.Literal(String text))
          || (text.endsWith("-") && !text.equals("-"))) {
        throw UnreadableConstruct.DESCRIPTOR.at(place);
      }
      if (text.equals("-") || ScriptCharacters.isNumber(text)) {
        return;
      }
      // Bash expands it a second time, and runs what is quoted in it.
      if (!EXPANDED_TWICE.matcher(text).matches()) {
        throw UnreadableConstruct.DESCRIPTOR.at(place);
      }
    }
    into.add(
        new Redirection(
            redirect.isWrite() ? Redirection.Kind.WRITE : Redirection.Kind.READ, target));
  }
}
