package dev.gatehouse.policy.shell.syntax;

import java.util.List;

/** A part of a word as it stands in a string. */
public sealed interface WordPart {
  /** Characters, without the quotes around them. */
  record Text(String text, boolean quoted) implements WordPart {}

  /**
   * The value of a variable.
   *
   * @param braced whether braces stand around the name
   */
  record Variable(String name, boolean quoted, boolean braced) implements WordPart {}

  /** What commands print. */
  record Substitution(ShellNode body, boolean quoted) implements WordPart {}

  /**
   * Text that is not known.
   *
   * @param operands words that are expanded for it
   */
  record Computed(Form form, List<ScriptWord> operands, boolean quoted) implements WordPart {}

  /** What is known of a text that is not. */
  enum Form {
    /** Digits: one word, quoted or not. */
    NUMBER,
    /** Any text, one word if it is quoted. */
    TEXT,
    /** Any number of words, quoted or not. */
    WORDS
  }
}
