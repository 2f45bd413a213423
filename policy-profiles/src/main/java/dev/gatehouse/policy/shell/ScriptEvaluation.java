package dev.gatehouse.policy.shell;

import dev.gatehouse.policy.shell.syntax.ReaderBounds;
import dev.gatehouse.policy.shell.syntax.ShellNode;
import dev.gatehouse.policy.shell.syntax.SourcePlace;
import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the commands of a string through the states of its shell and lists them. */
final class ScriptEvaluation {
  private final SourcePlace all;
  private final WordExpansion words;
  private final SimpleEvaluation simple;
  private final LoopEvaluation loops;
  private final List<SimpleCommand> commands = new ArrayList<>();
  private Deque<LoopExits> open = new ArrayDeque<>();
  private int evaluations;

  ScriptEvaluation(String script) {
    this.all = new SourcePlace(0, script.length());
    this.words = new WordExpansion(script, this);
    this.simple = new SimpleEvaluation(this, words);
    this.loops = new LoopEvaluation(this, words, all);
  }

  /** Every simple command that a string can start in a directory. */
  ShellReading commands(ShellNode node, String directory) {
    evaluate(node, ShellState.at(directory));
    Set<SimpleCommand> distinct = new LinkedHashSet<>(commands);
    if (distinct.size() > ReaderBounds.COMMANDS) {
      throw UnreadableConstruct.TOO_LARGE.at(all);
    }
    return new ShellReading.Commands(
        distinct.stream().sorted(Comparator.comparingInt(each -> each.place().start())).toList());
  }

  void list(SimpleCommand command) {
    commands.add(command);
  }

  int listed() {
    return commands.size();
  }

  /** Forgets the commands that were listed after that many. */
  void forget(int after) {
    commands.subList(after, commands.size()).clear();
  }

  /** The loops around what is evaluated, the innermost first. */
  Deque<LoopExits> open() {
    return open;
  }

  /** Evaluates what changes nothing in the present shell. */
  void subshell(ShellNode node, ShellState state) {
    Deque<LoopExits> outer = open;
    open = new ArrayDeque<>();
    evaluate(node, state);
    open = outer;
  }

  Outcome evaluate(ShellNode node, ShellState state) {
    evaluations++;
    if (evaluations > ReaderBounds.EVALUATIONS) {
      throw UnreadableConstruct.TOO_LARGE.at(all);
    }
    return switch (node) {
      case ShellNode.Simple command -> simple.evaluate(command, state);
      case ShellNode.Sequence(List<ShellNode> nodes) -> sequence(nodes, state);
      case ShellNode.Chain chain -> chain(chain, state);
      case ShellNode.Pipeline pipeline -> pipeline(pipeline, state);
      case ShellNode.Subshell(ShellNode body) -> {
        subshell(body, state);
        yield Outcome.either(state);
      }
      case ShellNode.If branches -> branches(branches, state);
      case ShellNode.While loop -> loops.evaluate(loop, state);
      case ShellNode.For loop -> loops.evaluate(loop, state);
      case ShellNode.Case cases -> cases(cases, state);
      case ShellNode.Condition condition -> {
        simple.condition(condition, state);
        yield Outcome.either(state);
      }
      case ShellNode.Redirected(
              ShellNode inner,
              List<ShellNode.Redirect> redirects,
              SourcePlace place) -> {
        simple.redirects(redirects, state, place);
        yield evaluate(inner, state).or(new Outcome(null, state), all);
      }
    };
  }

  /** Evaluates what runs in a state; what never runs is still read, in another one. */
  Outcome evaluate(ShellNode node, @Nullable ShellState state, ShellState other) {
    if (state != null) {
      return evaluate(node, state);
    }
    evaluate(node, other);
    return Outcome.NONE;
  }

  private Outcome sequence(List<ShellNode> nodes, ShellState state) {
    ShellState last = state;
    Outcome outcome = Outcome.either(state);
    for (ShellNode each : nodes) {
      ShellState present = outcome.after(all);
      outcome = evaluate(each, present, last);
      last = present == null ? last : present;
    }
    return outcome;
  }

  private Outcome chain(ShellNode.Chain chain, ShellState state) {
    Outcome outcome = evaluate(chain.first(), state);
    for (ShellNode.Link link : chain.links()) {
      ShellState present = link.isAnd() ? outcome.success() : outcome.failure();
      Outcome next = evaluate(link.node(), present, state);
      outcome =
          link.isAnd()
              ? new Outcome(next.success(), Outcome.either(outcome.failure(), next.failure(), all))
              : new Outcome(Outcome.either(outcome.success(), next.success(), all), next.failure());
    }
    return outcome;
  }

  private Outcome pipeline(ShellNode.Pipeline pipeline, ShellState state) {
    Outcome outcome;
    if (pipeline.nodes().size() == 1) {
      outcome = evaluate(pipeline.nodes().getFirst(), state);
    } else {
      pipeline.nodes().forEach(each -> subshell(each, state));
      outcome = Outcome.either(state);
    }
    return pipeline.isNegated() ? outcome.negated() : outcome;
  }

  private Outcome branches(ShellNode.If branches, ShellState state) {
    Outcome outcome = Outcome.NONE;
    ShellState present = state;
    ShellState last = state;
    for (ShellNode.Branch branch : branches.branches()) {
      Outcome condition = evaluate(branch.condition(), present, last);
      outcome = outcome.or(evaluate(branch.body(), condition.success(), last), all);
      last = present == null ? last : present;
      present = condition.failure();
    }
    Outcome otherwise = evaluate(branches.otherwise(), present, last);
    return outcome.or(otherwise, all);
  }

  private Outcome cases(ShellNode.Case cases, ShellState state) {
    words.wordWithHome(cases.subject(), state);
    Outcome outcome = Outcome.either(state);
    for (ShellNode.Arm arm : cases.arms()) {
      arm.patterns().forEach(each -> words.wordWithHome(each, state));
      outcome = outcome.or(evaluate(arm.body(), state), all);
    }
    return outcome;
  }
}
