package dev.gatehouse.policy.profile;

import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.evidence.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One step of a verification plan.
 *
 * @param id names the step in the reports
 * @param command what runs, in a fresh sandbox on the verified tree
 * @param env variables besides the sandbox's own
 * @param junit where the step writes a test report as JUnit XML, if it does
 * @param junitOptional whether the step may pass without that report
 * @param required whether the run can only pass if this step does
 * @param seconds wall time; at the limit the step has failed
 * @param failToPass ids of tests that must not pass on the base and must pass on the result
 */
public record VerificationStep(
    String id,
    CommandRequest command,
    Map<String, String> env,
    Optional<WorkspacePath> junit,
    boolean junitOptional,
    boolean required,
    long seconds,
    List<String> failToPass) {
  /** Wall time of a step for which none is given. */
  public static final long DEFAULT_SECONDS = 600;

  /** Most tests of which a step says that they must fail on the base and pass on the result. */
  public static final int MOST_FAIL_TO_PASS = 1000;

  /** Most characters of a test's id. */
  public static final int ID_CHARACTERS = 1024;

  private static final String JUNIT = ".gatehouse/junit.xml";

  public VerificationStep {
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    failToPass = List.copyOf(failToPass);
  }

  /**
   * A required step from a shell string. Where the command is pytest, its tests are read from the
   * report that the environment asks of it; any other command is judged by its exit code.
   */
  public static VerificationStep shell(String id, String script, long seconds) {
    return new VerificationStep(
        id,
        new CommandRequest.Shell(script),
        Map.of("PYTEST_ADDOPTS", "-p no:cacheprovider --junitxml=" + JUNIT),
        Optional.of(WorkspacePath.parse(JUNIT)),
        /* junitOptional= */ true,
        /* required= */ true,
        seconds,
        List.of());
  }

  /** The same step, with tests that must not pass on the base and must pass on the result. */
  public VerificationStep with(List<String> tests) {
    return new VerificationStep(id, command, env, junit, junitOptional, required, seconds, tests);
  }

  /** Whether a judge may name a test so. */
  public static boolean isTestId(String text) {
    return !text.isBlank() && text.length() <= ID_CHARACTERS;
  }

  /** The argument array that runs. */
  public List<String> processArgv() {
    return command.processArgv();
  }

  /** All members. */
  Json.Obj toJson() {
    Json.Builder variables = Json.object();
    env.forEach(variables::put);
    Json.Builder object =
        command
            .putInto(Json.object())
            .put("id", id)
            .put("env", variables.build())
            .put("required", required)
            .put("seconds", seconds);
    junit.ifPresent(path -> object.put("junit", path.text()).put("junitOptional", junitOptional));
    if (!failToPass.isEmpty()) {
      object.put("failToPass", Json.Arr.ofStrings(failToPass));
    }
    return object.build();
  }
}
