package dev.gatehouse.gates.report;

/** What happens next with a run. */
public enum Route {
  /** An operator may merge it. */
  READY_TO_MERGE,
  /** The task may be tried again in a new run. */
  RETRY,
  /** It failed, and trying again would not help, or was done often enough. */
  FAILED,
  /** Its evidence contradicts itself or the policy: a person looks before anything else happens. */
  QUARANTINED
}
