package dev.gatehouse.policy.shell;

/** Reads a string for bash into the simple commands that it can start. */
public final class ShellReader {
  private ShellReader() {}

  /**
   * Reads a shell string.
   *
   * @param script what {@code bash -c} gets
   * @param directory the absolute path in the sandbox at which it starts
   */
  public static ShellReading read(String script, String directory) {
    try {
      if (script.length() > ReaderBounds.SCRIPT_CHARACTERS) {
        throw UnreadableConstruct.TOO_LARGE.at(0, script.length());
      }
      int unreadable = ScriptCharacters.firstUnreadable(script);
      if (unreadable >= 0) {
        throw UnreadableConstruct.CHARACTER.at(unreadable, unreadable + 1);
      }
      ScriptText text = new ScriptText(script, 0, script.length());
      ShellNode node = new CommandParser(text, new Nesting(), null, false).script();
      return new ScriptEvaluation(script).commands(node, directory);
    } catch (UnreadableException e) {
      return e.reading();
    }
  }
}
