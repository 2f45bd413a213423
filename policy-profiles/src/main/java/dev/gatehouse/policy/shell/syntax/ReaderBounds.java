package dev.gatehouse.policy.shell.syntax;

/** The bounds of the shell reader; docs/limits.md names each of them. */
public final class ReaderBounds {
  /** Characters of a string. */
  public static final int SCRIPT_CHARACTERS = 256 * 1024;

  /** Simple commands that stand in a string, and that it can start. */
  public static final int COMMANDS = 512;

  /** Evaluations of commands, compound ones too, each pass of a loop counted. */
  public static final int EVALUATIONS = 16_384;

  /** Characters of the words, as they stand in the string, that are expanded, in loops too. */
  public static final int SOURCE_CHARACTERS = 1024 * 1024;

  /** Characters of all words and values that expansions produce, and words that they produce. */
  public static final int EXPANDED_CHARACTERS = 256 * 1024;

  /** Words to which the braces of one word expand. */
  public static final int BRACE_WORDS = 256;

  /** Values of one {@code for}. */
  public static final int LOOP_VALUES = 256;

  /** Variables of a shell. */
  public static final int VARIABLES = 64;

  /** Directories in which a command can start. */
  public static final int DIRECTORIES = 16;

  /** Commands, substitutions and expansions in each other. */
  public static final int DEPTH = 64;

  /** Passes over the body of a loop before nothing is known of any variable. */
  public static final int LOOP_PASSES = 4;

  private ReaderBounds() {}
}
