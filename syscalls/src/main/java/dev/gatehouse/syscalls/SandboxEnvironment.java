package dev.gatehouse.syscalls;

import dev.gatehouse.policy.StepEnvironment;
import java.util.Map;

/** What every command finds: a fixed environment, nothing of the gateway's (promise A4). */
final class SandboxEnvironment {
  /** Where the workspace is seen. */
  static final String WORKSPACE = "/workspace";

  /** The variables of an agent's command, which are those that a step finds too. */
  static final Map<String, String> VARIABLES = StepEnvironment.SANDBOX;

  private SandboxEnvironment() {}
}
