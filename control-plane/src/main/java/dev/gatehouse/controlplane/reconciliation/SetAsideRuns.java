package dev.gatehouse.controlplane.reconciliation;

import java.util.SortedMap;

/** Runs of a former process that could not be opened. */
public interface SetAsideRuns {
  /** Why, by the runs' ids: code and reason. */
  SortedMap<String, String> reasons();

  /**
   * Has each of them tried again, and each open run opened anew whose evidence or workspace could
   * not be written; does not wait until they are open.
   */
  void retry();
}
