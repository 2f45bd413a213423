package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.evidence.RunRecord;

/** Is notified of each run that is sealed. */
@FunctionalInterface
public interface SealedRunListener {
  /** Called once the folder of a run is sealed where sealed folders lie; must not throw. */
  void sealed(RunRecord run);
}
