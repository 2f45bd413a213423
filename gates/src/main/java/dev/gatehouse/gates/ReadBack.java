package dev.gatehouse.gates;

import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonRefused;
import dev.gatehouse.policy.Limits;
import dev.gatehouse.policy.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The confinement of one container, as it was read back from kernel and engine (promise F3). */
final class ReadBack {
  private static final String NO_CAPABILITY = "0000000000000000";

  private final TreeMap<String, String> required = new TreeMap<>();

  /** What every container of this run must show, whatever its record expects. */
  ReadBack(RunRecord run, Optional<Profile> profile) {
    required.putAll(
        Map.of(
            "capabilities.CapBnd", NO_CAPABILITY,
            "capabilities.CapEff", NO_CAPABILITY,
            "engine.image", run.image().id(),
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
    List<String> problems = new ArrayList<>();
    TreeMap<String, String> found = new TreeMap<>();
    try {
      for (Json.Obj item : isolation.objects("items")) {
        String name = item.string("name");
        String actual = item.string("actual");
        if (!item.string("expected").equals(actual) || found.put(name, actual) != null) {
          problems.add("%s is %s".formatted(name, actual));
        }
      }
      isolation.strings("mismatches").forEach(problems::add);
    } catch (JsonRefused e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    required.forEach((name, value) -> {
      String actual = found.getOrDefault(name, "not read back");
      if (!actual.equals(value)) {
        problems.add("%s is %s, and must be %s".formatted(name, actual, value));
      }
    });
    return problems.stream().distinct().toList();
  }
}
