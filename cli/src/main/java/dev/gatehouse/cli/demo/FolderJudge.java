package dev.gatehouse.cli.demo;

import java.nio.file.Path;
import java.util.List;

/** Checks a run folder without a gateway. */
@FunctionalInterface
interface FolderJudge {
  /** What is wrong with the folder, one line each; empty where it is whole, chained and signed. */
  List<String> findings(Path folder);
}
