package dev.gatehouse.client.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reconciliation found.
 *
 * @param findings the differences
 * @param rows rows of each table after a rebuild
 */
public record Reconciliation(List<Finding> findings, Optional<Map<String, Long>> rows) {

  /**
   * One difference between folders, rows, containers and workspaces.
   *
   * @param code the stable code
   * @param runId the run that it concerns
   * @param detail what differs, for a person
   * @param repaired whether what the folder decides was put right
   */
  public record Finding(String code, Optional<String> runId, String detail, boolean repaired) {}
}
