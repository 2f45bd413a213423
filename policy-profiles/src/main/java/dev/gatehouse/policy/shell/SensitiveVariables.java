package dev.gatehouse.policy.shell;

/** Stand-in. */
public final class SensitiveVariables {
  private SensitiveVariables() {}

  /** Stand-in. */
  public static boolean isSensitive(String name) {
    return name.startsWith("PYTHON");
  }
}
