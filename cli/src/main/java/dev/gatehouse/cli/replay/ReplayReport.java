package dev.gatehouse.cli.replay;

import dev.gatehouse.client.RunView;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a replay found.
 *
 * @param run the run as it was at the end
 * @param steps one result for each command that was sent
 * @param changed files that differ from the base, by SHA-256; empty means deleted
 */
record ReplayReport(
    RunView run, List<StepResult> steps, SortedMap<String, Optional<String>> changed) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Whether every command exited as recorded and the verdict is PASSED. */
  boolean asRecorded() {
    return steps.stream().allMatch(StepResult::asRecorded) && passed();
  }

  boolean passed() {
    return run.verdict().filter("PASSED"::equals).isPresent();
  }

  /** {@code {runId, verdict, route, folder, steps, changed}}; what is not there is null. */
  ObjectNode toJson() {
    ObjectNode report = NODES.objectNode();
    report.put("runId", run.runId());
    report.put("verdict", run.verdict().orElse(null));
    report.put("route", run.route().orElse(null));
    report.put("folder", run.folder().orElse(null));
    ArrayNode all = report.putArray("steps");
    steps.forEach(step -> all.add(step(step)));
    ObjectNode files = report.putObject("changed");
    changed.forEach((path, sha256) -> files.put(path, sha256.orElse(null)));
    return report;
  }

  private static ObjectNode step(StepResult result) {
    ObjectNode step = NODES.objectNode();
    step.put("step", result.recorded().step());
    if (result.exitCode().isPresent()) {
      step.put("exitCode", result.exitCode().getAsInt());
    } else {
      step.putNull("exitCode");
    }
    step.put("recordedExitCode", result.recorded().exitCode());
    step.put("ending", result.ending());
    step.put("decision", result.decision());
    step.put("millis", result.millis());
    ArrayNode paths = step.putArray("changed");
    result
        .changes()
        .forEach(change ->
            paths.addObject().put("path", change.path()).put("disposition", change.disposition()));
    return step;
  }
}
