package dev.gatehouse.controlplane.runs.closing;

import java.util.Locale;

/** The steps of closing a run, in their order. */
enum ClosingStep {
  /** Runs the verification plan. */
  VERIFY,
  /** Writes the last line of the journal. */
  END,
  /** Writes the result tree. */
  TREE,
  /** Writes the patch. */
  DIFF,
  /** Signs the checkpoint over the journal. */
  CHECKPOINT,
  /** Evaluates the gates. */
  GATES,
  /** Writes manifests and seal and moves the folder among the sealed ones. */
  SEAL;

  /** The name that {@code data/failure.json} has for it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
