package dev.gatehouse.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The labels on everything that the engine makes for us, and the form of an id (promise D1). */
final class Labels {
  static final String OWNER = "dev.gatehouse.owner";
  static final String RUN = "dev.gatehouse.run";
  static final String COMMAND = "dev.gatehouse.command";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private Labels() {}

  static Map<String, String> of(RunSandboxSpec spec) {
    return Map.of(OWNER, spec.owner(), RUN, spec.run());
  }

  static Map<String, String> ofRun(String owner, String run) {
    return Map.of(OWNER, requireId(owner), RUN, requireId(run));
  }

  static Map<String, String> of(RunSandboxSpec spec, String commandId) {
    Map<String, String> labels = new HashMap<>(of(spec));
    labels.put(COMMAND, requireId(commandId));
    return labels;
  }

  /** Whether something with {@code labels} is the owner's, of a run that is not kept. */
  static boolean reapable(Map<String, String> labels, String owner, Predicate<String> keptRun) {
    return owner.equals(labels.get(OWNER))
        && Optional.ofNullable(labels.get(RUN)).filter(keptRun.negate()).isPresent();
  }

  static String requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not of the form " + ID.pattern());
    }
    return id;
  }
}
