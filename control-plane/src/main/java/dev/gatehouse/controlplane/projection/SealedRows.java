package dev.gatehouse.controlplane.projection;

import java.util.List;

/** Finds sealed runs by their rows. A row decides nothing: who asks looks into the index. */
@FunctionalInterface
public interface SealedRows {
  /**
   * Ids of sealed runs, those that opened last first.
   *
   * @param limit how many at most
   * @throws dev.gatehouse.controlplane.database.DatabaseUnavailableException while the database is
   *     away
   */
  List<String> sealed(RunFilter filter, int limit);
}
