package dev.gatehouse.policy.closure.shell;

import java.util.ArrayList;
import java.util.List;

/** The simple commands of a shell text, without following what they start. */
public final class ShellCommands {
  /** Stands in a word for what only the shell computes: a variable, a substitution, a pattern. */
  public static final char COMPUTED = '?';

  private ShellCommands() {}

  /**
   * Reads the words of each command, without quotes, in the order in which the commands stand.
   *
   * @param text a text that {@code sh -c} is given
   * @return the words, with {@link #COMPUTED} for what is not known before it runs; words of the
   *     shell itself ({@code if}, {@code then}) come first where they stand before a command
   */
  public static List<List<String>> of(String text) {
    List<List<String>> commands = new ArrayList<>();
    for (ShellPart part : ShellLines.read(text)) {
      if (part instanceof ShellPart.Command(List<String> words, _)) {
        commands.add(words.stream().map(ShellCommands::plain).toList());
      }
    }
    return commands;
  }

  /** The program whose path a command prints; empty if the command is not such a look-up. */
  static String located(List<ShellPart> commands) {
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

  private static String plain(String word) {
    return word.replaceAll(
            ShellText.VARIABLE + "[^" + ShellText.VARIABLE + "]*" + ShellText.VARIABLE,
            String.valueOf(COMPUTED))
        .replace(ShellText.UNKNOWN, COMPUTED)
        .replace(ShellText.GLOB, COMPUTED);
  }
}
