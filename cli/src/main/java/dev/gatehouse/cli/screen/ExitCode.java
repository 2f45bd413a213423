package dev.gatehouse.cli.screen;

/** What the exit codes of every word mean. */
public final class ExitCode {
  /** Done; the answer is yes. */
  public static final int YES = 0;

  /** The answer is no: a check failed, a verdict is not PASSED, something differs. */
  public static final int NO = 1;

  /** It could not be found out or done; the refusal says why. */
  public static final int COULD_NOT = 2;

  /** The command line was not understood ({@code EX_USAGE} of sysexits.h). */
  public static final int MISUSED = 64;

  private ExitCode() {}
}
