package dev.gatehouse.policy.closure.shell;

import java.util.List;

/** A part of a text, in the order in which it is reached. */
public sealed interface ShellPart {
  /**
   * A command.
   *
   * @param words its words; the names of variables stand between {@link ShellText#VARIABLE}, and
   *     {@link ShellText#UNKNOWN} for what is computed, {@link ShellText#GLOB} for what files are
   *     looked for by
   * @param isConditional whether it depends on the one before
   */
  record Command(List<String> words, boolean isConditional) implements ShellPart {
    public Command {
      words = List.copyOf(words);
    }

    Command(List<String> words) {
      this(words, /* isConditional= */ false);
    }
  }

  /** What follows, up to the end, changes nothing outside of it. */
  record Begin() implements ShellPart {}

  /** The end of what began last. */
  record End() implements ShellPart {}

  /** What follows runs instead of what stands before it, back to where a choice begins. */
  record Branch() implements ShellPart {}

  /** What the command before reads. */
  record Input(String text) implements ShellPart {}

  /** What follows is a function of this name, and may run later and elsewhere. */
  record Function(String name) implements ShellPart {}

  /** The text before is not whole: something opens that nothing closes. What follows is apart. */
  record Apart() implements ShellPart {}
}
