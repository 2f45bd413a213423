package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ReaderBounds;
import dev.gatehouse.policy.shell.syntax.ShellNode;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates loops: once for each literal value, or with what is known in every pass. */
final class LoopEvaluation {
  private final ScriptEvaluation evaluation;
  private final WordExpansion words;
  private final SourcePlace all;

  LoopEvaluation(ScriptEvaluation evaluation, WordExpansion words, SourcePlace all) {
    this.evaluation = evaluation;
    this.words = words;
    this.all = all;
  }

  Outcome evaluate(ShellNode.While loop, ShellState state) {
    ShellState begin = state;
    int listed = evaluation.listed();
    for (int pass = 0; ; pass++) {
      evaluation.forget(listed);
      LoopExits exits = new LoopExits();
      evaluation.open().push(exits);
      Outcome condition = evaluation.evaluate(loop.condition(), begin);
      ShellState runs = loop.isUntil() ? condition.failure() : condition.success();
      ShellState ends = loop.isUntil() ? condition.success() : condition.failure();
      Outcome body = evaluation.evaluate(loop.body(), runs, begin);
      evaluation.open().pop();
      ShellState next = next(begin, body, exits, pass);
      if (next.equals(begin)) {
        return Outcome.either(Outcome.either(ends, exits.broken(), all));
      }
      begin = next;
    }
  }

  Outcome evaluate(ShellNode.For loop, ShellState state) {
    String name = loop.name().plainText();
    if (SensitiveVariables.isSensitive(name)) {
      throw UnreadableConstruct.SHELL_VARIABLE.at(loop.name().place());
    }
    List<CommandWord> values = new ArrayList<>();
    loop.words().forEach(each -> values.addAll(words.words(each, state)));
    if (values.size() > ReaderBounds.LOOP_VALUES) {
      throw UnreadableConstruct.TOO_LARGE.at(loop.place());
    }
    @Nullable ShellState present = state;
    ShellState last = state;
    @Nullable ShellState broken = null;
    for (CommandWord value : values) {
      LoopExits exits = new LoopExits();
      ShellState before = present == null ? last : present;
      ShellState behind =
          value instanceof CommandWord.Literal(String text)
              ? once(loop, before.with(name, new ShellState.Value(text, true), all), exits)
              : often(loop, before, beginning(value), exits);
      if (present != null) {
        broken = Outcome.either(broken, exits.broken(), all);
        last = present;
        present = behind;
      }
    }
    return Outcome.either(Outcome.either(present, broken, all));
  }

  private @Nullable ShellState once(ShellNode.For loop, ShellState state, LoopExits exits) {
    evaluation.open().push(exits);
    Outcome body = evaluation.evaluate(loop.body(), state);
    evaluation.open().pop();
    return Outcome.either(body.after(all), exits.continued(), all);
  }

  /** One value that is not known stands for any number of passes. */
  private ShellState often(
      ShellNode.For loop, ShellState state, ShellState.Value value, LoopExits exits) {
    ShellState begin = state;
    int listed = evaluation.listed();
    for (int pass = 0; ; pass++) {
      evaluation.forget(listed);
      evaluation.open().push(exits);
      ShellState bound = begin.with(loop.name().plainText(), value, all);
      Outcome body = evaluation.evaluate(loop.body(), bound);
      evaluation.open().pop();
      ShellState next = next(begin, body, exits, pass);
      if (next.equals(begin)) {
        return next;
      }
      begin = next;
    }
  }

  /** What is known before another pass: less with each, and after some nothing of variables. */
  private ShellState next(ShellState begin, Outcome body, LoopExits exits, int pass) {
    @Nullable ShellState behind = Outcome.either(body.after(all), exits.continued(), all);
    if (behind == null) {
      return begin;
    }
    ShellState next = begin.or(behind, all);
    return pass < ReaderBounds.LOOP_PASSES ? next : next.forgetting();
  }

  private static ShellState.Value beginning(CommandWord value) {
    return switch (value) {
      case CommandWord.Literal(String text) -> new ShellState.Value(text, true);
      case CommandWord.Pattern(String _, String prefix) -> new ShellState.Value(prefix, false);
      case CommandWord.Unknown(String _, String prefix, boolean single) ->
          single ? new ShellState.Value(prefix, false) : ShellState.Value.UNKNOWN;
    };
  }
}
