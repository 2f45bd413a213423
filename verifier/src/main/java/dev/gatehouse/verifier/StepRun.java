package dev.gatehouse.verifier;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.JudgeKey;
import dev.gatehouse.evidence.report.JudgedStep;
import dev.gatehouse.evidence.report.TestResults;
import dev.gatehouse.evidence.report.VerifiedStep;
import dev.gatehouse.evidence.report.VerifiedStep.StepOutput;
import dev.gatehouse.policy.profile.Limits;
import dev.gatehouse.policy.profile.StepEnvironment;
import dev.gatehouse.policy.profile.VerificationStep;
import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.CommandSpec;
import dev.gatehouse.sandbox.ExitConfirmation;
import dev.gatehouse.sandbox.Output;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.SandboxEngine;
import dev.gatehouse.sandbox.SandboxLayout;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.error.WorkspaceException;
import dev.gatehouse.workspace.layer.LayerBounds;
import dev.gatehouse.workspace.layer.LayerEntry;
import dev.gatehouse.workspace.layer.LayerSnapshot;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Runs one step of a plan: a fresh sandbox, the clean tree below it, nothing of another step. */
final class StepRun {
  /** What follows a nonce, and says to the judge which tree it judges. */
  private static final String BASE = "b";

  private static final String RESULT = "r";
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);
  private static final LayerBounds REPORT_BOUNDS =
      new LayerBounds(1_000_000, JunitReport.MAX_BYTES);

  private final SandboxEngine sandboxes;
  private final VerificationInput input;
  private final Workspace clean;
  private final Function<byte[], Digest> blobs;
  private final RandomGenerator random;

  /**
   * Steps on that tree, whose output and reports go to {@code blobs}.
   *
   * @param random makes the secrets of judges
   */
  StepRun(
      SandboxEngine sandboxes,
      VerificationInput input,
      Workspace clean,
      Function<byte[], Digest> blobs,
      RandomGenerator random) {
    this.sandboxes = sandboxes;
    this.input = input;
    this.clean = clean;
    this.blobs = blobs;
    this.random = random;
  }

  /**
   * One step as it ran.
   *
   * @param judgement what its judge said; nothing for a step without one
   */
  record CompletedStep(VerifiedStep step, byte[] judgement) {}

  /** Runs a step without a judge. */
  VerifiedStep run(VerificationStep step) {
    return run(step, StepEnvironment.unjudged(step), Optional.empty(), RESULT).step();
  }

  /** Runs a step with a judge. */
  CompletedStep run(VerificationStep step, boolean safePath) {
    return run(step, StepEnvironment.judged(step, safePath), Optional.of(fresh()), RESULT);
  }

  /**
   * The same on the base, where a session goes on after what fails and then ends with 0, so that
   * the step comes to every test.
   */
  CompletedStep runOnBase(VerificationStep step, boolean safePath) {
    return run(step, StepEnvironment.judged(step, safePath), Optional.of(fresh()), BASE);
  }

  private JudgeKey fresh() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return new JudgeKey(HexFormat.of().formatHex(secret));
  }

  private CompletedStep run(
      VerificationStep step, Map<String, String> environment, Optional<JudgeKey> key, String tree) {
    try (RunSandbox sandbox = sandboxes.open(input.sandbox());
        PreparedCommand prepared = sandbox.prepare(step.id(), clean.lower())) {
      CommandOutcome outcome =
          prepared.run(commandLine(step, environment, key, tree), OutputSink.NONE);
      byte[] judgement = outcome.judgement().map(Output::head).orElse(new byte[0]);
      Report report =
          step.junit()
              .map(path -> report(step, path.toTreePath(), prepared))
              .orElseGet(() -> new Report(Optional.empty(), Optional.empty()));
      ExitConfirmation confirmation = prepared.confirm(CONFIRM_WITHIN);
      VerifiedStep verified =
          new VerifiedStep(
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
              key.map(secret -> new JudgedStep(secret, environment, blobs.apply(judgement).hex())),
              prepared.isolation().toRecord().toJson());
      return new CompletedStep(verified, judgement);
    }
  }

  private CommandSpec commandLine(
      VerificationStep step, Map<String, String> environment, Optional<JudgeKey> key, String tree) {
    Limits limits = input.profile().limits();
    return new CommandSpec(
        step.processArgv(),
        environment,
        SandboxLayout.MOUNT_POINT,
        new byte[0],
        Duration.ofSeconds(step.seconds()),
        limits.outputBytes(),
        limits.outputLimitBytes(),
        key.map(secret -> secret.nonces().stream().map(nonce -> nonce + tree).toList()));
  }

  private record Report(Optional<TestResults> tests, Optional<String> problem) {}

  private Report report(VerificationStep step, TreePath path, PreparedCommand prepared) {
    try {
      LayerSnapshot layer = clean.readLayer(prepared.upper(), REPORT_BOUNDS);
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
      return new Report(Optional.of(parsed.results(blobs.apply(xml).hex())), Optional.empty());
    } catch (WorkspaceException | JunitReport.InvalidReportException e) {
      prepared.requireUpper();
      return problem("JUNIT_INVALID: " + e.getMessage());
    }
  }

  private static Report problem(String text) {
    return new Report(Optional.empty(), Optional.of(text));
  }

  private StepOutput output(Output output) {
    return new StepOutput(
        output.sha256(), output.bytes(), blobs.apply(output.head()).hex(), output.truncated());
  }
}
