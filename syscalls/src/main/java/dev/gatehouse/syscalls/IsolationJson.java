package dev.gatehouse.syscalls;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.IsolationRecord;
import dev.gatehouse.sandbox.Isolation;

/** The sandbox's read-back as evidence keeps it. */
final class IsolationJson {
  private IsolationJson() {}

  static Json.Obj of(Isolation isolation) {
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
