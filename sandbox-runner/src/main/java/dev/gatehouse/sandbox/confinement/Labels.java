package dev.gatehouse.sandbox.confinement;

import dev.gatehouse.sandbox.RunSandboxSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The labels on everything that the engine makes for us, and the form of an id (promise D1). */
public final class Labels {
  public static final String OWNER = "dev.gatehouse.owner";
  public static final String RUN = "dev.gatehouse.run";
  public static final String COMMAND = "dev.gatehouse.command";

  private Labels() {}

  public static Map<String, String> of(RunSandboxSpec spec) {
    return Map.of(OWNER, spec.owner(), RUN, spec.run());
  }

  public static Map<String, String> ofRun(String owner, String run) {
    return Map.of(OWNER, RunSandboxSpec.requireId(owner), RUN, RunSandboxSpec.requireId(run));
  }

  public static Map<String, String> of(RunSandboxSpec spec, String commandId) {
    Map<String, String> labels = new HashMap<>(of(spec));
    labels.put(COMMAND, RunSandboxSpec.requireId(commandId));
    return labels;
  }

  /** Whether something with {@code labels} is the owner's, of a run that is not kept. */
  public static boolean reapable(
      Map<String, String> labels, String owner, Predicate<String> keptRun) {
    return owner.equals(labels.get(OWNER))
        && Optional.ofNullable(labels.get(RUN)).filter(keptRun.negate()).isPresent();
  }
}
