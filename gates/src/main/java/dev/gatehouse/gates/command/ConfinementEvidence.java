package dev.gatehouse.gates.command;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.report.IsolationRecord;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.policy.profile.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The confinement of each container of a run, as it was read back from kernel and engine (promise
 * F3).
 */
final class ConfinementEvidence {
  private static final String NO_CAPABILITY = "0000000000000000";

  private final TreeMap<String, String> required = new TreeMap<>();
  private final Set<String> containers = new HashSet<>();
  private final String image;

  /** What every container of this run must show, whatever its record expects. */
  ConfinementEvidence(RunRecord run, Optional<Profile> profile) {
    image = run.image().id();
    required.putAll(
        Map.of(
            "capabilities.CapBnd", NO_CAPABILITY,
            "capabilities.CapEff", NO_CAPABILITY,
            "engine.image", image,
            "engine.privileged", "false",
            "engine.read-only-root", "true",
            "mounts.writable-beyond-profile", "[]",
            "network.interfaces", "lo",
            "no-new-privileges", "1",
            "seccomp.mode", "2"));
    profile.map(Profile::limits).ifPresent(this::limits);
  }

  private void limits(Limits limits) {
    required.put("engine.memory", Long.toString(limits.memoryBytes()));
    required.put("engine.processes", Long.toString(limits.processes()));
  }

  /** What is wrong with the record, one sentence each; nothing if the container was confined. */
  List<String> problems(Json.Obj isolation) {
    IsolationRecord record;
    try {
      record = IsolationRecord.fromJson(isolation);
    } catch (JsonFormatException e) {
      return List.of("the record cannot be read: " + e.getMessage());
    }
    List<String> problems = new ArrayList<>();
    if (!containers.add(record.containerId())) {
      problems.add("the container %s was used before".formatted(record.containerId()));
    }
    if (!record.imageId().equals(image)) {
      problems.add("the image is %s, and must be %s".formatted(record.imageId(), image));
    }
    TreeMap<String, String> found = new TreeMap<>();
    for (IsolationRecord.Item item : record.items()) {
      boolean again = found.put(item.name(), item.actual()) != null;
      if (again || !item.expected().equals(item.actual())) {
        problems.add(
            "%s is %s, expected was %s".formatted(item.name(), item.actual(), item.expected()));
      }
    }
    required.forEach((name, value) -> {
      String actual = found.getOrDefault(name, "not read back");
      if (!actual.equals(value)) {
        problems.add("%s is %s, and must be %s".formatted(name, actual, value));
      }
    });
    return problems;
  }
}
