package dev.gatehouse.sandbox;

import dev.gatehouse.evidence.report.IsolationRecord;
import java.util.List;

/**
 * How a container is really confined, read back from the kernel and the engine after its start and
 * before its command (promises B1 to B4).
 *
 * @param containerId id of the container
 * @param imageId id of the image that it runs
 * @param startedAt when the engine started it; compared again when the command is sent
 * @param items everything that was read, by name
 * @param replacedContainers how many containers were destroyed and replaced because their start was
 *     lost to a race of the engine, for this container and the pause container of its run together
 */
public record IsolationReport(
    String containerId,
    String imageId,
    String startedAt,
    List<IsolationReport.Item> items,
    int replacedContainers) {
  /**
   * One thing that was read back.
   *
   * @param name stable name such as "seccomp.mode"
   * @param expected what the profile says; equal to {@code actual} where it only is recorded
   * @param actual what was read
   */
  public record Item(String name, String expected, String actual) {
    boolean differs() {
      return !expected.equals(actual);
    }
  }

  public IsolationReport {
    items = List.copyOf(items);
  }

  /** The items that differ from the profile, each as "name: expected X, found Y". */
  public List<String> mismatches() {
    return items.stream()
        .filter(Item::differs)
        .map(i -> i.name() + ": expected " + i.expected() + ", found " + i.actual())
        .toList();
  }

  /** The same as evidence keeps it (promise F3). */
  public IsolationRecord toRecord() {
    return new IsolationRecord(
        containerId,
        imageId,
        startedAt,
        items.stream()
            .map(item -> new IsolationRecord.Item(item.name(), item.expected(), item.actual()))
            .toList(),
        replacedContainers);
  }

  /**
   * This report, unless an item differs.
   *
   * @throws SandboxException ISOLATION_MISMATCH with every item that differs
   */
  public IsolationReport orRefuse() {
    List<String> mismatches = mismatches();
    if (!mismatches.isEmpty()) {
      throw SandboxException.isolationMismatch(String.join("; ", mismatches));
    }
    return this;
  }
}
