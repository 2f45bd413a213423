package dev.gatehouse.policy.closure.shell;

/** What single characters mean to a shell. */
public final class ShellCharacters {
  /** What ends a word. */
  private static final String ENDS = " \t\n\r;&|()<>";

  private ShellCharacters() {}

  /** Whether a word begins or goes on there. */
  static boolean begins(String text, int at) {
    return at < text.length() && ENDS.indexOf(text.charAt(at)) < 0;
  }

  public static boolean isName(String text) {
    return !text.isEmpty()
        && (text.charAt(0) < '0' || text.charAt(0) > '9')
        && text.chars().allMatch(c -> isNameCharacter((char) c));
  }

  public static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /** Where the name ends that begins there. */
  static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && isNameCharacter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Where the blanks end that begin there. */
  static int skipBlanks(String text, int from) {
    int next = from;
    while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
      next++;
    }
    return next;
  }

  /** How a word says that the value of a variable stands in it; most parameters are computed. */
  static String reference(String name) {
    boolean isArgument = !name.isEmpty() && name.chars().allMatch(c -> c >= '1' && c <= '9');
    boolean isKnown = isArgument || isName(name) || name.equals("@") || name.equals("*");
    return isKnown
        ? ShellText.VARIABLE + name + ShellText.VARIABLE
        : String.valueOf(ShellText.UNKNOWN);
  }
}
