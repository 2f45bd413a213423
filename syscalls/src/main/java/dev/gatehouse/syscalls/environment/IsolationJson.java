package dev.gatehouse.syscalls.environment;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.IsolationRecord;
import dev.gatehouse.sandbox.IsolationReport;

/** The sandbox's read-back as evidence keeps it. */
public final class IsolationJson {
  private IsolationJson() {}

  public static Json.Obj of(IsolationReport isolation) {
    return new IsolationRecord(
            isolation.containerId(),
            isolation.imageId(),
            isolation.startedAt(),
            isolation.items().stream()
                .map(i -> new IsolationRecord.Item(i.name(), i.expected(), i.actual()))
                .toList(),
            isolation.replacedContainers())
        .toJson();
  }
}
