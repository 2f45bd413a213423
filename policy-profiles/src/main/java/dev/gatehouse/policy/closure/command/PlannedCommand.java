package dev.gatehouse.policy.closure.command;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A command that judges a result.
 *
 * @param step the step's id
 * @param argv what runs
 * @param env variables that the step sets
 */
public record PlannedCommand(String step, List<String> argv, Map<String, String> env) {
  public PlannedCommand {
    argv = List.copyOf(argv);
    env = Collections.unmodifiableMap(new TreeMap<>(env));
  }
}
