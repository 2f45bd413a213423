package dev.gatehouse.policy.closure.make;

import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.path.SandboxView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call of make.
 *
 * @param directory where it runs, in the tree
 * @param files the makefiles that its arguments name; empty for those that it looks for
 * @param searched directories for includes
 * @param goals what it is to make; empty for what the makefile says
 * @param overrides variables of the command line
 * @param environment variables of the environment
 * @param evaluated makefile text of the command line
 */
record Invocation(
    String directory,
    List<String> files,
    List<String> searched,
    List<String> goals,
    Map<String, String> overrides,
    Map<String, Set<String>> environment,
    List<String> evaluated) {
  /** The variables that make has by itself in such a call. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    Shell.OF_STEPS.forEach((name, value) -> {
      if (!environment.containsKey(name)) {
        variables.put(name, value);
      }
    });
    variables.put("CURDIR", SandboxView.absolute(directory));
    variables.put("PWD", SandboxView.absolute(directory));
    variables.put("MAKECMDGOALS", String.join(" ", goals));
    return variables;
  }
}
