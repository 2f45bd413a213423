package dev.gatehouse.client;

import java.util.List;
import java.util.Optional;

/**
 * What a run changed of its base: a part of a diff, or a page of paths.
 *
 * @param state the run's state
 * @param changeSha256 digest of the whole change; parts with the same one belong together
 * @param paths how many paths it changed
 * @param stat paths with counts, where they were asked for
 * @param diff the part of the diff, where it was asked for
 * @param diffParts how many parts the diff has, likewise
 */
public record RunDiff(
    String runId,
    String state,
    String changeSha256,
    int paths,
    Optional<List<PathStat>> stat,
    Optional<String> diff,
    Optional<Integer> diffParts) {

  /**
   * What the run made of one path.
   *
   * @param path the path; nothing in it is to be trusted
   * @param kind ADDED, CHANGED or DELETED
   * @param bytes bytes of what is there now
   * @param added lines that came; empty for what is not text
   * @param removed lines that went; likewise
   */
  public record PathStat(
      String path,
      String kind,
      Optional<Long> bytes,
      Optional<Long> added,
      Optional<Long> removed) {}
}
