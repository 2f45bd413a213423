package dev.gatehouse.cli.demo;

import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.check.FolderFinding;
import dev.gatehouse.evidence.keys.TrustStore;
import java.nio.file.Path;
import java.util.List;

/** Checks a run folder without a gateway. */
@FunctionalInterface
interface FolderVerifier {
  /** What is wrong with the folder, one line each; empty where it is whole, chained and signed. */
  List<String> findings(Path folder);

  /** The check of the product, with the keys that this trust file names. */
  static FolderVerifier trusting(Path trustFile) {
    return folder ->
        FolderCheck.check(folder, TrustStore.read(trustFile)).findings().stream()
            .map(FolderFinding::toString)
            .toList();
  }
}
