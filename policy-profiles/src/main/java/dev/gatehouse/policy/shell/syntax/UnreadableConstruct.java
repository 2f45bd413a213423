package dev.gatehouse.policy.shell.syntax;

import java.util.Locale;

/** The constructs of bash that are not read, each with the words for a person. */
public enum UnreadableConstruct {
  // Of the text.
  TOO_LARGE(
      "The string, or what it expands to, is larger than the reader's bounds.",
      "Send several smaller strings, or write a script file and run it."),
  TOO_DEEP(
      "Commands, substitutions or expansions are nested too deeply.",
      "Nest less, or send several strings."),
  SYNTAX(
      "This is not complete and valid shell syntax; bash runs the lines before an error.",
      "Correct the syntax."),
  CHARACTER(
      "The string contains a character that bash does not read as text.",
      "Leave out NUL, U+0001, U+007F, carriage returns outside quotes and lone surrogates."),
  LINE_CONTINUATION(
      "A line continuation stands inside an expansion.", "Write the expansion on one line."),
  HERE_DOCUMENT(
      "This form of here-document is not read.",
      "Quote the delimiter (<<'EOF') and end the text with a line of the delimiter alone."),
  // Of commands.
  FUNCTION("Functions are not read.", "Write the commands where they run, or in a script file."),
  BACKGROUND(
      "A command in the background can outlive the string.",
      "Run the commands one after the other, without &."),
  PROCESS_SUBSTITUTION(
      "Process substitution is not read.", "Use a pipe, or a file in the workspace or /tmp."),
  ARITHMETIC_COMMAND(
      "Arithmetic commands can run commands by subscripts.", "Use test with literal integers."),
  LOOP_FORM("This form of loop is not read.", "Use for NAME in WORDS; do ...; done."),
  CASE_FALLTHROUGH(
      "Branches that continue in the next one are not read.", "End each branch with ;; alone."),
  COMMAND_NAME(
      "The name of a command must be known without running anything, and not be empty.",
      "Write the name of the program literally."),
  CONDITION(
      "This operator or operand of [[ can evaluate arithmetic, subscripts or expressions.",
      "Use = and != with quoted operands, file operators, or literal integers."),
  // Of words.
  ARITHMETIC(
      "Arithmetic with names can run commands by subscripts.",
      "Use literal integers and operators only."),
  PARAMETER_EXPANSION(
      "This parameter expansion is not read.", "Use $NAME, ${NAME} or ${NAME:-TEXT}."),
  INDIRECTION("Indirect expansion is not read.", "Use the name itself."),
  TRANSFORMATION("Transformations of values can run commands.", "Use ${NAME}."),
  ASSIGNING_EXPANSION("An expansion that assigns is not read.", "Assign first, then use ${NAME}."),
  SUBSCRIPT("Subscripts can run commands.", "Use plain variables without arrays."),
  ARRAY("Arrays are not read.", "Use plain variables, or write the words in the command."),
  BACKTICK(
      "A backslash inside backticks, or a quote inside quoted ones, is not read.",
      "Use $(COMMAND)."),
  ANSI_QUOTE("This escape of $'...' is not read.", "Use '...' or \"...\"."),
  TILDE("This use of ~ is not read.", "Write the absolute path."),
  BRACE_EXPANSION("This form of braces is not read.", "Write the words one by one, or quote it."),
  // Of redirections.
  DESCRIPTOR(
      "This use of a file descriptor is not read.", "Use 2>&1, >&2, or a file as the target."),
  REDIRECTION_TARGET("The target of a redirection must be one word.", "Name one file."),
  // Of variables and directories.
  SHELL_VARIABLE(
      "The shell or the loader of programs reads this variable.",
      "Leave the variable as it is, or give a program an option instead."),
  PREFIX_ASSIGNMENT(
      "An assignment before this builtin is not read.", "Assign in a command of its own."),
  READ_ONLY_VARIABLE("A read-only variable is assigned.", "Use another name."),
  DIRECTORY(
      "This form of a change of directory is not read.",
      "Use cd with one literal path and no option."),
  DIRECTORY_OUTSIDE(
      "The directory lies neither in the workspace nor in /tmp, or does not if a cd before failed.",
      "Use a directory of the workspace or of /tmp, and && between cd and what follows."),
  DIRECTORY_IN_LOOP(
      "A change of directory in a loop is not read.", "Put the body of the loop in parentheses."),
  // Of builtins.
  EVAL("eval runs text as commands.", "Write the commands themselves."),
  EXEC("exec replaces the shell or its descriptors.", "Run the program without exec."),
  SOURCE("A sourced file changes what the rest of the string means.", "Run the file as a program."),
  TRAP("A trap runs text as commands later.", "Run the commands at the end of the string."),
  ALIAS("Aliases change what names mean.", "Use the program's name."),
  SHELL_OPTION(
      "This option changes how the shell reads the rest.",
      "Use only -e, -u, -x and -o pipefail of set."),
  DECLARATION("This form of a declaration is not read.", "Use NAME=VALUE or export NAME=VALUE."),
  READ("This form of read is not read.", "Use read -r NAME."),
  UNSET("This form of unset is not read.", "Use unset NAME."),
  TEST(
      "This operator or operand of test can evaluate a subscript, or may be one that does.",
      "Quote the operands, use -n, -z, = or file operators with one operand each."),
  PRINTF(
      "This form of printf can assign a variable.",
      "Use a literal format without -v and %n, as in printf '%s\\n' \"$NAME\"."),
  BUILTIN("This builtin of the shell is not read.", "Use a program or another builtin.");

  private final String reason;
  private final String next;
  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  UnreadableConstruct(String reason, String next) {
    this.reason = reason;
    this.next = next;
  }

  /** The stable name, in kebab case. */
  public String id() {
    return id;
  }

  public UnreadableException at(int start, int end) {
    return new UnreadableException(this, new SourcePlace(start, Math.max(start, end)));
  }

  public UnreadableException at(SourcePlace place) {
    return new UnreadableException(this, place);
  }

  /** One sentence for a person: why it is not read. */
  public String reason() {
    return reason;
  }

  /** One sentence for a person: what may be written instead. */
  public String next() {
    return next;
  }
}
