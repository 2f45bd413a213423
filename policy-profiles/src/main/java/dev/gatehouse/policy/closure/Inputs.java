package dev.gatehouse.policy.closure;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Commands that take their orders from what another command prints. */
final class Inputs {
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
  static boolean isShell(List<String> words) {
    int at = interpreter(words);
    return at >= 0 && Programs.isShell(name(words.get(at))) && readsAfter(words, at);
  }

  /** Whether it takes its orders from what it reads. */
  static boolean isRead(List<String> words) {
    int at = interpreter(words);
    boolean isInput = words.stream().anyMatch(Scripts::isInput);
    boolean readsFile = words.contains("make") || words.contains("gmake") || isSource(words);
    return (at >= 0 && readsAfter(words, at)) || (isInput && readsFile);
  }

  /** Whether it starts what it reads the names of. */
  static boolean isGiven(List<String> words) {
    int at = interpreter(words);
    List<String> rest = words.subList(at + 1, words.size());
    return words.getFirst().equals("xargs")
        && at >= 0
        && (rest.stream().allMatch(word -> word.startsWith("-") || word.equals("{}"))
            || rest.stream().anyMatch(Inputs::startsArguments));
  }

  /** Whether a text starts, or has read, a file whose name is not in it. */
  static boolean startsArguments(String text) {
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
    return (Programs.isInterpreter(first) || isSource(rest))
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
  static boolean isTaken(List<String> words) {
    String first = words.getFirst();
    boolean isText = first.equals("eval") || interpreter(words) >= 0;
    return first.indexOf(ShellText.UNKNOWN) == 0
        || (isText && words.stream().anyMatch(word -> word.indexOf(ShellText.UNKNOWN) >= 0))
        || (SETTING.contains(first)
            && words.stream().anyMatch(word -> word.indexOf(ShellText.UNKNOWN) == 0));
  }

  /** Whether what it prints is what it is told. */
  static boolean isText(List<String> words) {
    return !words.isEmpty()
        && (words.getFirst().equals("echo") || words.getFirst().equals("printf"));
  }

  /** The files whose text a command prints. */
  static List<String> printed(List<String> words, Predicate<String> isThere) {
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
  static List<String> printed(Set<String> texts, Predicate<String> isThere) {
    return texts.stream()
        .flatMap(ShellLines::commands)
        .flatMap(words -> printed(words, isThere).stream())
        .filter(Shell::isLiteral)
        .distinct()
        .toList();
  }

  /** Whether it prints what it reads, and names no file itself. */
  static boolean passes(List<String> words, Predicate<String> isThere) {
    return FILTERS.contains(words.getFirst())
        && interpreter(words) < 0
        && printed(words, isThere).isEmpty();
  }

  /** Whether it has what it reads taken as its own text. */
  static boolean isSource(List<String> words) {
    return words.getFirst().equals(".") || words.getFirst().equals("source");
  }

  /** The program that a command prints the place of; empty if it is no such command. */
  static String where(List<ShellPart> commands) {
    if (commands.size() != 1
        || !(commands.getFirst() instanceof ShellPart.Command(List<String> words, _))) {
      return "";
    }
    boolean asks =
        switch (words.getFirst()) {
          case "which" -> words.size() == 2;
          case "command" -> words.size() == 3 && words.get(1).equals("-v");
          case "type" -> words.size() == 3 && words.get(1).equals("-P");
          default -> false;
        };
    return asks && Shell.isLiteral(words.getLast()) ? words.getLast() : "";
  }

  private static int interpreter(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (Programs.isInterpreter(name(words.get(i)))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean readsAfter(List<String> words, int at) {
    return words.stream()
        .skip(at + 1)
        .allMatch(word -> word.startsWith("-") || Scripts.isInput(word));
  }

  private static String name(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }
}
