package dev.gatehouse.controlplane.reconciliation;

import java.util.SortedMap;

/** Runs of a former process that could not be opened. */
public interface SetAsideRuns {
  /** Why, by the runs' ids: code and reason. */
  SortedMap<String, String> reasons();

  /** Has each of them tried again; returns at once. */
  void retry();
}
