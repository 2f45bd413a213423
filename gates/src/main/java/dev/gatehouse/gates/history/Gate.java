package dev.gatehouse.gates.history;

import dev.gatehouse.gates.report.FindingCollector;

/** One gate: a pure function of the facts of a run. */
public interface Gate {
  /** The name in profiles and reports. */
  String name();

  /** Writes down everything that keeps the run from passing, and what was looked at. */
  void judge(RunHistory facts, FindingCollector log);
}
