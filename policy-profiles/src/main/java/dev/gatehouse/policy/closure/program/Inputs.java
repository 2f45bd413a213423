package dev.gatehouse.policy.closure.program;

import dev.gatehouse.policy.closure.base.FileNames;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellLines;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Commands that read commands from what another command prints. */
public final class Inputs {
  private static final Set<String> SETTING =
      Set.of("export", "env", "declare", "typeset", "readonly", "local", "eval", "source", ".");

  /** Programs that print what they read, changed or in part. */
  private static final Set<String> FILTERS =
      Set.of(
          "cat",
          "tr",
          "sed",
          "grep",
          "egrep",
          "tail",
          "head",
          "sort",
          "uniq",
          "envsubst",
          "tee",
          "awk",
          "cut",
          "xargs",
          "tac");

  private Inputs() {}

  /** Whether the commands of a shell are what it reads. */
  public static boolean isShell(List<String> words) {
    int at = interpreter(words);
    return at >= 0 && ProgramNames.isShell(name(words.get(at))) && readsAfter(words, at);
  }

  /** Whether it reads commands from its input. */
  public static boolean isRead(List<String> words) {
    int at = interpreter(words);
    boolean isInput = words.stream().anyMatch(Inputs::isInput);
    boolean readsFile = words.contains("make") || words.contains("gmake") || isSource(words);
    return (at >= 0 && readsAfter(words, at)) || (isInput && readsFile);
  }

  /** Whether it starts what it reads the names of. */
  public static boolean isGiven(List<String> words) {
    int at = interpreter(words);
    List<String> rest = words.subList(at + 1, words.size());
    return words.getFirst().equals("xargs")
        && at >= 0
        && (rest.stream().allMatch(word -> word.startsWith("-") || word.equals("{}"))
            || rest.stream().anyMatch(Inputs::startsArguments));
  }

  /** Whether a text starts, or has read, a file whose name is not in it. */
  public static boolean startsArguments(String text) {
    return ShellLines.commands(text).anyMatch(Inputs::startsArgument);
  }

  private static boolean startsArgument(List<String> words) {
    List<String> rest =
        words.stream()
            .dropWhile(word ->
                ShellText.BEFORE.contains(word) || word.equals("exec") || word.startsWith("-"))
            .toList();
    if (rest.isEmpty() || isVariable(rest.getFirst())) {
      return !rest.isEmpty();
    }
    String first = name(rest.getFirst());
    return (ProgramNames.isInterpreter(first) || isSource(rest))
        && rest.stream()
            .skip(1)
            .filter(word -> !word.startsWith("-"))
            .findFirst()
            .filter(Inputs::isVariable)
            .isPresent();
  }

  private static boolean isVariable(String word) {
    return word.indexOf(ShellText.VARIABLE) >= 0 || word.indexOf(ShellText.UNKNOWN) >= 0;
  }

  /** Whether what was printed before becomes settings or commands. */
  public static boolean isTaken(List<String> words) {
    String first = words.getFirst();
    boolean isText = first.equals("eval") || interpreter(words) >= 0;
    return first.indexOf(ShellText.UNKNOWN) == 0
        || (isText && words.stream().anyMatch(word -> word.indexOf(ShellText.UNKNOWN) >= 0))
        || (SETTING.contains(first)
            && words.stream().anyMatch(word -> word.indexOf(ShellText.UNKNOWN) == 0));
  }

  /** Whether it prints its arguments. */
  public static boolean isText(List<String> words) {
    return !words.isEmpty()
        && (words.getFirst().equals("echo") || words.getFirst().equals("printf"));
  }

  /** The files whose text a command prints. */
  public static List<String> printed(List<String> words, Predicate<String> isThere) {
    if (words.isEmpty()) {
      return List.of();
    }
    boolean isWhole = words.getFirst().equals("cat") || words.getFirst().equals("<");
    return words.stream()
        .skip(1)
        .map(word -> word.startsWith("if=") ? word.substring("if=".length()) : word)
        .filter(word -> !word.startsWith("-") && !word.equals("<"))
        .filter(word -> isWhole || isThere.test(word))
        .toList();
  }

  /** The files whose text the commands of shell texts print. */
  public static List<String> printed(Set<String> texts, Predicate<String> isThere) {
    return texts.stream()
        .flatMap(ShellLines::commands)
        .flatMap(words -> printed(words, isThere).stream())
        .filter(Shell::isLiteral)
        .distinct()
        .toList();
  }

  /** Whether it prints what it reads, and names no file itself. */
  public static boolean passes(List<String> words, Predicate<String> isThere) {
    return FILTERS.contains(words.getFirst())
        && interpreter(words) < 0
        && printed(words, isThere).isEmpty();
  }

  /** Whether it has what it reads taken as its own text. */
  public static boolean isSource(List<String> words) {
    return words.getFirst().equals(".") || words.getFirst().equals("source");
  }

  /** Whether the name is that of what a program reads from others. */
  public static boolean isInput(String name) {
    return switch (name) {
      case "-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0" -> true;
      default -> false;
    };
  }

  /** The files that redirections give a command as its input. */
  public static List<String> inputs(List<String> words) {
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals("<")) {
        inputs.add(words.get(i + 1));
      }
    }
    return inputs;
  }

  private static int interpreter(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (ProgramNames.isInterpreter(name(words.get(i)))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean readsAfter(List<String> words, int at) {
    return words.stream()
        .skip(at + 1)
        .allMatch(word -> word.startsWith("-") || Inputs.isInput(word));
  }

  private static String name(String word) {
    return FileNames.name(word);
  }
}
