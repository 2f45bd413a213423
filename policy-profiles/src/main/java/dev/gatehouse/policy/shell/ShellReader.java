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
    return new ShellReading.Unreadable(
        new TextSpan(0, script.length()), "all", "Nothing is read yet.", "Send an argument array.");
  }
}
