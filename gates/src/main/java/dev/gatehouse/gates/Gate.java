package dev.gatehouse.gates;

/** One gate: a pure function of the facts of a run. */
interface Gate {
  /** The name in profiles and reports. */
  String name();

  /** Writes down everything that keeps the run from passing, and what was looked at. */
  void judge(RunHistory facts, FindingCollector log);
}
