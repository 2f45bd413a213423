package dev.gatehouse.gates;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.IsolationRecord;
import java.util.TreeMap;

/** A container as the product's sandbox describes it. */
final class FreshContainer {
  private FreshContainer() {}

  /** The confinement of the container with this number, read back as it must be. */
  static Json.Obj isolation(int number) {
    TreeMap<String, String> items = new TreeMap<>();
    items.put("capabilities.CapBnd", "0000000000000000");
    items.put("capabilities.CapEff", "0000000000000000");
    items.put("engine.image", Scenario.IMAGE.id());
    items.put("engine.memory", Long.toString(Scenario.PROFILE.limits().memoryBytes()));
    items.put("engine.privileged", "false");
    items.put("engine.processes", Long.toString(Scenario.PROFILE.limits().processes()));
    items.put("engine.read-only-root", "true");
    items.put("mounts.writable-beyond-profile", "[]");
    items.put("network.interfaces", "lo");
    items.put("no-new-privileges", "1");
    items.put("seccomp.mode", "2");
    return new IsolationRecord(
            "container-" + number,
            Scenario.IMAGE.id(),
            "2026-11-20T10:00:00Z",
            items.entrySet().stream()
                .map(item ->
                    new IsolationRecord.Item(item.getKey(), item.getValue(), item.getValue()))
                .toList(),
            0)
        .toJson();
  }
}
