package dev.gatehouse.policy.profile;

import dev.gatehouse.policy.path.SandboxView;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of a step: the sandbox's own, those that make the runner prove itself, the plan's.
 */
public final class StepEnvironment {
  /** Keeps the working directory off Python's import path. */
  public static final String SAFE_PATH = "PYTHONSAFEPATH";

  /** With this pytest loads no plug-in that the workspace brings by an entry point. */
  public static final String NO_AUTOLOAD = "PYTEST_DISABLE_PLUGIN_AUTOLOAD";

  private static final String OPTIONS = "PYTEST_ADDOPTS";
  private static final String PLUGINS = "PYTEST_PLUGINS";
  private static final String JUDGE = "gatehouse_judge";

  private StepEnvironment() {}

  /** The variables of a step in a run of format 1, which has no judge. */
  public static Map<String, String> unjudged(VerificationStep step) {
    Map<String, String> environment = new TreeMap<>(SandboxView.VARIABLES);
    environment.putAll(step.env());
    return environment;
  }

  /**
   * The variables of a judged step. What the plan says wins, but for the judge itself.
   *
   * @param safePath whether the base passes as well without the working directory on the path
   */
  public static Map<String, String> judged(VerificationStep step, boolean safePath) {
    Map<String, String> environment = new TreeMap<>(SandboxView.VARIABLES);
    if (safePath) {
      environment.put(SAFE_PATH, "1");
    }
    environment.put(NO_AUTOLOAD, "1");
    environment.putAll(step.env());
    // Two ways, since a makefile or script of the base may set either for itself.
    environment.merge(OPTIONS, "-p " + JUDGE, (options, judge) -> judge + " " + options);
    environment.merge(PLUGINS, JUDGE, (plugins, judge) -> judge + "," + plugins);
    return environment;
  }

  /** Whether the plan itself says if the working directory is on the path. */
  public static boolean saysPath(VerificationStep step) {
    return step.env().containsKey(SAFE_PATH);
  }
}
