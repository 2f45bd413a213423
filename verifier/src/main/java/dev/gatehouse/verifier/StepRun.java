package dev.gatehouse.verifier;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.report.IsolationRecord;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import dev.gatehouse.policy.Limits;
import dev.gatehouse.policy.Step;
import dev.gatehouse.sandbox.CommandLine;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.Confirmation;
import dev.gatehouse.sandbox.Isolation;
import dev.gatehouse.sandbox.Output;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.Sandboxes;
import dev.gatehouse.workspace.LayerBounds;
import dev.gatehouse.workspace.LayerEntry;
import dev.gatehouse.workspace.LayerReading;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.WorkspaceRefused;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs one step of a plan: a fresh sandbox, the clean tree below it, nothing of another step. */
final class StepRun {
  private static final String WORKSPACE = "/workspace";
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);
  private static final LayerBounds REPORT_BOUNDS =
      new LayerBounds(1_000_000, JunitReport.MAX_BYTES);

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
          "HOME", "/tmp",
          "LANG", "C.UTF-8",
          "LC_ALL", "C.UTF-8",
          "TERM", "dumb",
          "PYTHONDONTWRITEBYTECODE", "1");

  private final Sandboxes sandboxes;
  private final VerificationInput input;
  private final Workspace clean;

  StepRun(Sandboxes sandboxes, VerificationInput input, Workspace clean) {
    this.sandboxes = sandboxes;
    this.input = input;
    this.clean = clean;
  }

  VerifiedStep run(Step step) {
    try (RunSandbox sandbox = sandboxes.open(input.sandbox());
        PreparedCommand prepared = sandbox.prepare(step.id(), clean.lower())) {
      CommandOutcome outcome = prepared.run(commandLine(step), OutputSink.NONE);
      Report report =
          step.junit()
              .map(path -> report(step, path.toTreePath(), prepared))
              .orElseGet(() -> new Report(Optional.empty(), Optional.empty()));
      Confirmation confirmation = prepared.confirm(CONFIRM_WITHIN);
      return new VerifiedStep(
          step.id(),
          step.processArgv(),
          outcome.ending().name(),
          outcome.ending().exitCode(),
          confirmation.agrees(),
          outcome.wall().toMillis(),
          output(outcome.stdout()),
          output(outcome.stderr()),
          report.tests(),
          report.problem(),
          isolation(prepared.isolation()));
    }
  }

  private CommandLine commandLine(Step step) {
    Limits limits = input.profile().limits();
    Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
    environment.putAll(step.env());
    return new CommandLine(
        step.processArgv(),
        environment,
        WORKSPACE,
        new byte[0],
        Duration.ofSeconds(step.seconds()),
        limits.outputBytes(),
        limits.outputLimitBytes());
  }

  private record Report(Optional<TestResults> tests, Optional<String> problem) {}

  private Report report(Step step, TreePath path, PreparedCommand prepared) {
    try {
      LayerReading layer = clean.readLayer(prepared.upper(), REPORT_BOUNDS);
      Optional<LayerEntry> file =
          layer.entries().stream().filter(entry -> entry.path().equals(path)).findFirst();
      if (file.isEmpty()) {
        return step.junitOptional()
            ? new Report(Optional.empty(), Optional.empty())
            : problem("JUNIT_MISSING: the step wrote no report");
      }
      boolean regular =
          file.get().kind() == LayerEntry.Kind.FILE
              || file.get().kind() == LayerEntry.Kind.EXECUTABLE;
      if (!regular || file.get().size() > JunitReport.MAX_BYTES) {
        return problem("JUNIT_INVALID: the report is not a regular file of at most 8 MiB");
      }
      byte[] xml = layer.content(file.get());
      JunitReport parsed = JunitReport.parse(xml);
      return new Report(
          Optional.of(parsed.results(input.blobs().apply(xml).hex())), Optional.empty());
    } catch (WorkspaceRefused | JunitReport.Invalid e) {
      prepared.requireUpper();
      return problem("JUNIT_INVALID: " + e.getMessage());
    }
  }

  private static Report problem(String text) {
    return new Report(Optional.empty(), Optional.of(text));
  }

  private StepOutput output(Output output) {
    return new StepOutput(
        output.sha256(),
        output.bytes(),
        input.blobs().apply(output.head()).hex(),
        output.truncated());
  }

  private static Json.Obj isolation(Isolation isolation) {
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
