package dev.gatehouse.policy.shell;

/** The bounds of the shell reader; docs/limits.md names each of them. */
final class ReaderBounds {
  /** Characters of a string. */
  static final int SCRIPT_CHARACTERS = 256 * 1024;

  /** Simple commands that stand in a string, and that it can start. */
  static final int COMMANDS = 512;

  /** Evaluations of simple commands, those of loops among them. */
  static final int EVALUATIONS = 4096;

  /** Characters of all words and values that expansions produce, and words that they produce. */
  static final int EXPANDED_CHARACTERS = 256 * 1024;

  /** Words to which the braces of one word expand. */
  static final int BRACE_WORDS = 256;

  /** Values of one {@code for}. */
  static final int LOOP_VALUES = 256;

  /** Variables of a shell. */
  static final int VARIABLES = 256;

  /** Directories in which a command can start. */
  static final int DIRECTORIES = 16;

  /** Commands, substitutions and expansions in each other. */
  static final int DEPTH = 64;

  /** Passes over the body of a loop before nothing is known of any variable. */
  static final int LOOP_PASSES = 4;

  private ReaderBounds() {}
}
