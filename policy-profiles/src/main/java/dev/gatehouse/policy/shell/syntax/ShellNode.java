package dev.gatehouse.policy.shell.syntax;

import java.util.List;

/** A command as it stands in a string. */
public sealed interface ShellNode {
  /** Assignments, words and redirections. */
  record Simple(
      List<ScriptWord> assignments,
      List<ScriptWord> words,
      List<Redirect> redirects,
      SourcePlace place)
      implements ShellNode {}

  /** Commands that follow each other. */
  record Sequence(List<ShellNode> nodes) implements ShellNode {}

  /** Commands joined by {@code &&} and {@code ||}. */
  record Chain(ShellNode first, List<Link> links) implements ShellNode {}

  /** A further command of a chain. */
  record Link(boolean isAnd, ShellNode node) {}

  /** Commands joined by {@code |}; one alone where it is negated. */
  record Pipeline(List<ShellNode> nodes, boolean isNegated) implements ShellNode {}

  /** {@code ( … )} */
  record Subshell(ShellNode body) implements ShellNode {}

  /** {@code if}: a branch for each condition; the last sequence is empty without an else. */
  record If(List<Branch> branches, Sequence otherwise) implements ShellNode {}

  /** A condition and what runs if it holds. */
  record Branch(ShellNode condition, ShellNode body) {}

  /** {@code while} and {@code until}. */
  record While(ShellNode condition, ShellNode body, boolean isUntil, SourcePlace place)
      implements ShellNode {}

  /** {@code for NAME in words} */
  record For(ScriptWord name, List<ScriptWord> words, ShellNode body, SourcePlace place)
      implements ShellNode {}

  /** {@code case} */
  record Case(ScriptWord subject, List<Arm> arms) implements ShellNode {}

  /** Patterns of a case and what runs if one matches. */
  record Arm(List<ScriptWord> patterns, Sequence body) {}

  /** {@code [[ … ]]} with all its words but the last. */
  record Condition(List<ScriptWord> words, SourcePlace place) implements ShellNode {}

  /** A compound command with redirections of its own. */
  record Redirected(ShellNode node, List<Redirect> redirects, SourcePlace place)
      implements ShellNode {}

  /** A redirection. */
  sealed interface Redirect {}

  /** To or from a file; a duplicate of a descriptor if that is what the target turns out to be. */
  record FileRedirect(boolean isWrite, ScriptWord target, boolean mayDuplicate)
      implements Redirect {}

  /** A here-document or a here-string; the text is known when the line has been read. */
  record HereRedirect(HereText text) implements Redirect {}
}
