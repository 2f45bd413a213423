package dev.gatehouse.policy.profile;

import java.util.Locale;

/** What an option's value or an operand of a command must be. */
public enum ValueType {
  /** Anything: a search expression, a message, a program's own argument. */
  TEXT,
  /** A whole number, perhaps signed, perhaps with a letter for its unit. */
  NUMBER,
  /** A path in the workspace or in {@code /tmp}, {@code /dev/null}, or {@code -}. */
  PATH,
  /** A literal {@link #PATH} that a shell takes for its script. */
  SCRIPT_FILE,
  /** A revision of the sandbox's repository, or a range of two. */
  REVISION,
  /** A {@link #REVISION} or a {@link #PATH}. */
  REVISION_OR_PATH,
  /** A {@link #REVISION}, or the content of a path at one. */
  GIT_OBJECT,
  /** A {@link #PATH}, or one of the signs that join the tests of find. */
  FIND_OPERAND,
  /** A sed script that prints lines by number and does nothing else. */
  PRINT_LINES,
  /** A string for a shell, which is read like a shell string of a call. */
  SHELL_STRING,
  /** A command: the name of a program and its arguments, which is decided like any other. */
  COMMAND,
  /** Variables as {@code NAME=VALUE}, and then perhaps a {@link #COMMAND}. */
  ENVIRONMENT_COMMAND,
  /** A {@link #COMMAND} to which the program adds further arguments that it reads. */
  PARTIAL_COMMAND,
  /** A {@link #COMMAND} that ends at {@code ;} or {@code +}; {@code {}} in it is a path found. */
  FIND_COMMAND;

  /** Whether a value is a command of its own. */
  public boolean isCommand() {
    return switch (this) {
      case COMMAND, ENVIRONMENT_COMMAND, PARTIAL_COMMAND, FIND_COMMAND -> true;
      case TEXT,
          NUMBER,
          PATH,
          SCRIPT_FILE,
          REVISION,
          REVISION_OR_PATH,
          GIT_OBJECT,
          FIND_OPERAND,
          PRINT_LINES,
          SHELL_STRING ->
          false;
    };
  }

  /** The word in a profile: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static ValueType ofWord(String word) {
    for (ValueType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of value is called " + word);
  }
}
