package dev.gatehouse.controlplane.runs.closing;

import dev.gatehouse.controlplane.RunNames;
import dev.gatehouse.evidence.FormatVersion;
import dev.gatehouse.evidence.report.VerifierReport;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.syscalls.environment.SandboxSetup;
import dev.gatehouse.syscalls.run.OpenRun;
import dev.gatehouse.verifier.BaseReports;
import dev.gatehouse.verifier.VerificationInput;
import dev.gatehouse.verifier.Verifier;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.file.Path;
import java.util.Optional;

/** Verification by the {@link Verifier}, on a clean tree beside the run's workspace. */
final class PlanVerifier implements RunVerification {

  private final Verifier verifier;
  private final SandboxSetup setup;
  private final Path workspaces;
  private final BaseReports bases;

  PlanVerifier(Verifier verifier, SandboxSetup setup, Path workspaces, BaseReports bases) {
    this.verifier = verifier;
    this.setup = setup;
    this.workspaces = workspaces;
    this.bases = bases;
  }

  @Override
  public VerifierReport verify(OpenRun run) {
    Owner owner = run.owner();
    Path directory = workspaces.resolve(run.id() + RunNames.VERIFIER);
    RunSandboxSpec sandbox =
        setup.spec(
            run.id() + RunNames.VERIFIER, run.record().image(), owner, run.profile().limits());
    Workspace.discard(directory);
    return verifier.verify(
        new VerificationInput(
            run.base(),
            run.committedTree(),
            run.contents(),
            run.profile(),
            NameRules.of(run.record().format()),
            run.policy().closure(),
            run.approved(),
            sandbox,
            owner,
            directory,
            run.folder()::putBlob,
            Optional.of(bases).filter(_ -> run.record().format().includes(FormatVersion.TWO))));
  }
}
