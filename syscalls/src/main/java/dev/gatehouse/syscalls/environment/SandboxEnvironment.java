package dev.gatehouse.syscalls.environment;

import dev.gatehouse.policy.StepEnvironment;
import java.util.Map;

/** What every command finds: a fixed environment, nothing of the gateway's (promise A4). */
public final class SandboxEnvironment {
  /** Where the workspace is seen. */
  public static final String WORKSPACE = "/workspace";

  /** The variables of an agent's command, which are those that a step finds too. */
  public static final Map<String, String> VARIABLES = StepEnvironment.SANDBOX;

  private SandboxEnvironment() {}
}
