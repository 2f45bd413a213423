package dev.gatehouse.controlplane.reconciliation;

import java.nio.file.Path;
import java.util.Optional;

/** Says whether a sealed folder is whole, chained and signed. */
@FunctionalInterface
public interface FolderVerdict {
  /** Empty if it is; otherwise the first thing that is wrong, one sentence. */
  Optional<String> problem(Path folder);
}
