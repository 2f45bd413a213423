package dev.gatehouse.controlplane.runs.closing;

/** Is notified of each run that is sealed. */
@FunctionalInterface
public interface SealedRunListener {
  /** Called once the folder of a run lies where sealed folders lie; must not throw. */
  void sealed(String runId);
}
